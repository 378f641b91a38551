package io.mainstay.node.notice;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events as lines, on a thread of its own: disks and pipes may take their time. */
final class EventStreamWriter implements EventListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreamWriter.class);
  private static final int MAX_WAITING = 1024;
  private static final long END_MILLIS = 1_000;

  /** Takes a whole line, or says why it did not. */
  interface LineTarget extends AutoCloseable {
    /** Null when the line was taken. */
    @Nullable String write(byte[] line) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  private final String name;
  private final Set<EventKind> kinds;
  private final LineTarget target;
  private final DropOldestQueue<NodeEvent> queue = new DropOldestQueue<>(MAX_WAITING);
  private final Thread thread;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();
  private volatile String problem = "";

  EventStreamWriter(String name, Set<EventKind> kinds, LineTarget target) {
    this.name = name;
    this.kinds = kinds;
    this.target = target;
    thread = new Thread(this::work, "event-stream-" + name);
    thread.setDaemon(true);
  }

  static EventStreamWriter start(EventStream stream) {
    EventStreamWriter writer =
        new EventStreamWriter(stream.name(), stream.kinds(), LineTargets.of(stream.target()));
    writer.thread.start();
    return writer;
  }

  @Override
  public void onEvent(NodeEvent event) {
    if (kinds.contains(event.kind())) {
      queue.add(event);
    }
  }

  private void work() {
    try (target) {
      NodeEvent event = queue.take();
      while (event != null) {
        write(NodeEventJson.line(event));
        event = queue.take();
      }
    } catch (InterruptedException e) {
      // It had its time.
    } catch (IOException e) {
      LOG.warn("event stream {}: {}", name, e.toString());
    }
  }

  private void write(byte[] line) {
    String trouble;
    try {
      trouble = target.write(line);
    } catch (IOException e) {
      trouble = e.toString();
    }
    if (trouble == null) {
      written.incrementAndGet();
      problem = "";
      return;
    }
    missed.incrementAndGet();
    if (problem.isEmpty()) {
      LOG.warn("event stream {}: {}; events are dropped", name, trouble);
    }
    problem = trouble;
  }

  @Override
  public void stop() {
    queue.end();
  }

  @Override
  public void close(Duration limit) throws InterruptedException {
    thread.join(Math.max(1, limit.toMillis()));
    queue.clear();
    thread.interrupt();
    thread.join(END_MILLIS);
  }

  @Override
  public List<NoticeCounts> counts() {
    long dropped = missed.get() + queue.dropped();
    return List.of(
        new NoticeCounts("stream", name, written.get(), 0, dropped, queue.size(), problem));
  }
}
