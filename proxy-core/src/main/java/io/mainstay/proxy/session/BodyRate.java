package io.mainstay.proxy.session;

/**
 * How long a body may take to arrive. Its sender has some time to begin with, and every byte buys a
 * little more, up to the pause that is allowed at any time; who drips in bytes to hold a connection
 * runs out of it. Time in which the proxy itself does not read is not counted. One of these serves
 * a connection, body after body, and one thread.
 */
public final class BodyRate {
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final long START_NANOS = 10 * SECOND_NANOS;

  private final long bytesPerSecond;
  private final long pauseNanos;
  private long deadlineNanos;
  private long newBytes;
  private long heldNanos;

  /**
   * The rule for one connection.
   *
   * @param bytesPerSecond the slowest rate; 0 lets the pause alone count
   * @param pauseNanos the longest pause
   */
  public BodyRate(long bytesPerSecond, long pauseNanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.pauseNanos = pauseNanos;
  }

  /** A body begins. */
  public void begin(long nowNanos) {
    deadlineNanos = nowNanos + Math.min(START_NANOS, pauseNanos);
    newBytes = 0;
  }

  /** A body begins whose sender waits to be told to go on, and is not slow until then. */
  public void beginExpected(long nowNanos) {
    deadlineNanos = nowNanos + pauseNanos;
    newBytes = 0;
  }

  /** Some of it came. */
  public void received(long bytes) {
    newBytes += bytes;
  }

  /** What came went on: it buys time now. */
  public void progress(long nowNanos) {
    long latest = nowNanos + pauseNanos;
    if (bytesPerSecond == 0) {
      deadlineNanos = latest;
    } else {
      long bought = deadlineNanos + newBytes * SECOND_NANOS / bytesPerSecond;
      deadlineNanos = bought - latest < 0 ? bought : latest;
    }
    newBytes = 0;
  }

  /** The proxy does not read it for now, so that it cannot be late. */
  public void hold(long nowNanos) {
    heldNanos = nowNanos;
  }

  /** The proxy reads it again. */
  public void resume(long nowNanos) {
    deadlineNanos += nowNanos - heldNanos;
  }

  /** When the body is late if no more of it comes. */
  public long deadlineNanos() {
    return deadlineNanos;
  }
}
