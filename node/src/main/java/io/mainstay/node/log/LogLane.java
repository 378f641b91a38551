package io.mainstay.node.log;

import io.mainstay.node.accesslog.LogLevel;
import io.mainstay.node.accesslog.LogMessage;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One target's queue and thread. Whoever offers never waits: what finds no room is dropped and
 * counted, and the log says so as soon as it can be written again.
 *
 * <p>While lines come, the thread looks for them every few milliseconds, so that hardly anybody who
 * offers has to wake it.
 */
final class LogLane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogLane.class);

  /** How long the end waits for lines to be written. */
  static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Who has not taken a batch for so long is stuck. */
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int NAPS = 20;
  private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long INTERRUPTED_MILLIS = 500;

  private final String name;
  private final MpscArrayQueue<LogEntry> queue;
  private final LineWriter writer;
  private final LogTarget target;
  private final Thread thread;
  private final LongAdder dropped = new LongAdder();
  private final LogBatch batch = new LogBatch();
  private int naps;
  private long droppedTold;
  private long toldNanos = System.nanoTime() - RETRY_NANOS;

  /** Since when the target takes a batch; 0 when none. */
  private volatile long writingSinceNanos;

  private volatile boolean asleep;
  private volatile boolean ended;
  private final AtomicLong written = new AtomicLong();
  private volatile @Nullable String problem;

  private LogLane(String name, int capacity, LineWriter writer, LogTarget target) {
    this.name = name;
    this.queue = new MpscArrayQueue<>(capacity);
    this.writer = writer;
    this.target = target;
    this.thread = new Thread(this::run, "mainstay-log-" + name);
    thread.setDaemon(true);
  }

  static LogLane start(String name, int capacity, LineWriter writer, LogTarget target) {
    LogLane lane = new LogLane(name, capacity, writer, target);
    lane.thread.start();
    return lane;
  }

  // Any thread

  /** Hands in what is to be written, or drops it. */
  void offer(LogEntry entry) {
    if (ended || !queue.offer(entry)) {
      dropped.increment();
    } else if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  LogTargetSnapshot snapshot() {
    return new LogTargetSnapshot(
        name, written.get(), dropped.sum(), queue.size(), problem == null ? stuck() : problem);
  }

  /**
   * What to say of a target that neither takes what is written to it nor fails; null for others.
   */
  private @Nullable String stuck() {
    long since = writingSinceNanos;
    long nanos = since == 0 ? 0 : System.nanoTime() - since;
    return nanos < STUCK_NANOS
        ? null
        : "nobody has taken a line for " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
  }

  /** No more is to be written than what waits; {@link #awaitEnd} follows. Does not wait. */
  void end() {
    ended = true;
    LockSupport.unpark(thread);
  }

  /** Writes what waits, but does not wait for it for ever; what is left is dropped. */
  @Override
  public void close() {
    end();
    awaitEnd(System.nanoTime() + STOP_NANOS);
  }

  /** Waits for the last line, but not past the deadline. */
  void awaitEnd(long deadlineNanos) {
    try {
      long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      thread.join(Math.max(1, left));
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(INTERRUPTED_MILLIS);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  // Its own thread

  private void run() {
    boolean last = false;
    while (!last) {
      // What was offered before the end is in the queue by then.
      last = ended;
      fill();
      if (batch.done()) {
        batch.clear();
        if (!last) {
          idle();
        }
      } else if (write()) {
        naps = 0;
        last = false;
      } else if (ended) {
        // Whatever is in the way, the end does not wait for it.
        last = true;
      } else {
        pause();
      }
    }
    dropRest();
    target.close();
  }

  private void fill() {
    if (!batch.done()) {
      return;
    }
    batch.clear();
    writer.now();
    sayWhatWasDropped();
    while (!batch.full()) {
      LogEntry entry = queue.poll();
      if (entry == null) {
        return;
      }
      write(entry);
    }
  }

  /** A line that cannot be made is lost, and no other one with it. */
  private void write(LogEntry entry) {
    try {
      writer.write(entry, batch);
    } catch (RuntimeException e) {
      batch.dropLine();
      dropped.increment();
      LOG.error("log target={} lost=1 reason=\"a fault in making the line\"", name, e);
    }
  }

  private void sayWhatWasDropped() {
    long lost = dropped.sum() - droppedTold;
    long nowNanos = System.nanoTime();
    if (lost > 0 && nowNanos - toldNanos >= RETRY_NANOS) {
      toldNanos = nowNanos;
      droppedTold += lost;
      String text = lost + " log lines were lost before this one: they came faster than the log '";
      writer.write(
          new LogEntry.Message(
              new LogMessage(LogLevel.WARNING, text + name + "' could be written"), nowNanos),
          batch);
      LOG.warn("log target={} lost={} reason=\"no room for more than wait already\"", name, lost);
    }
  }

  private boolean write() {
    int before = batch.linesLeft();
    writingSinceNanos = System.nanoTime() | 1;
    try {
      target.write(batch);
      if (problem != null) {
        problem = null;
        LOG.info("log target={} is written again", name);
      }
      return true;
    } catch (IOException e) {
      fails(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
      return false;
    } finally {
      writingSinceNanos = 0;
      written.lazySet(written.getPlain() + before - batch.linesLeft());
    }
  }

  private void fails(String reason) {
    if (!reason.equals(problem)) {
      LOG.warn(
          "log target={} cannot be written: {}; its lines wait, and are dropped when more than {}"
              + " do; tried again every second",
          name,
          reason,
          queue.capacity());
    }
    problem = reason;
  }

  private void idle() {
    if (++naps <= NAPS) {
      LockSupport.parkNanos(this, NAP_NANOS);
      return;
    }
    asleep = true;
    // Whoever offered before it could see that is seen here, or at the latest a sleep later.
    if (queue.isEmpty() && !ended) {
      LockSupport.parkNanos(this, SLEEP_NANOS);
    }
    asleep = false;
  }

  /** Before the next try. */
  private void pause() {
    long untilNanos = System.nanoTime() + RETRY_NANOS;
    for (long left = RETRY_NANOS; left > 0 && !ended; left = untilNanos - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  private void dropRest() {
    long lost = batch.linesLeft();
    while (queue.poll() != null) {
      lost++;
    }
    if (lost > 0) {
      dropped.add(lost);
      LOG.warn(
          "log target={} lost={} reason=\"the node stopped before they were written\"", name, lost);
    }
  }
}
