package io.mainstay.node.notice;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events as lines: disks and pipes may take their time. */
final class EventStreamWriter extends QueuedListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreamWriter.class);
  private static final int MAX_WAITING = 1024;

  /** Takes a whole line, or says why it did not. */
  interface LineTarget extends AutoCloseable {
    /** Null when the line was taken. */
    @Nullable String write(byte[] line) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  private final String name;
  private final LineTarget target;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();
  private volatile String problem = "";

  EventStreamWriter(String name, EventFilter events, LineTarget target) {
    super("event-stream-" + name, events, MAX_WAITING);
    this.name = name;
    this.target = target;
  }

  static EventStreamWriter start(EventStream stream) {
    EventStreamWriter writer =
        new EventStreamWriter(stream.name(), stream.events(), LineTargets.of(stream.target()));
    writer.begin();
    return writer;
  }

  @Override
  void tell(NodeEvent event) {
    String trouble;
    try {
      trouble = target.write(NodeEventJson.line(event));
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
  void end() {
    try {
      target.close();
    } catch (IOException e) {
      LOG.warn("event stream {}: {}", name, e.toString());
    }
  }

  @Override
  public List<NoticeCounts> counts() {
    long dropped = missed.get() + queue.dropped();
    return List.of(
        new NoticeCounts("stream", name, written.get(), 0, dropped, queue.size(), problem));
  }
}
