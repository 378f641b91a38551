package io.mainstay.proxy.session;

/**
 * How long a body may take to arrive. Its sender has some time to begin with, and every byte buys a
 * little more, up to the pause that is allowed at any time; who drips in bytes to hold a connection
 * runs out of it. Time in which the proxy itself does not read is not counted.
 */
public final class BodyRate {
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final long START_NANOS = 10 * SECOND_NANOS;

  private BodyRate() {}

  /**
   * When a body that begins now is late if no byte of it comes.
   *
   * @param pauseNanos the longest pause
   */
  public static long firstDeadline(long nowNanos, long pauseNanos) {
    return nowNanos + Math.min(START_NANOS, pauseNanos);
  }

  /**
   * The deadline after more of the body came.
   *
   * @param deadlineNanos the deadline before
   * @param bytesPerSecond the slowest rate; 0 lets the pause alone count
   */
  public static long nextDeadline(
      long deadlineNanos, long nowNanos, long bytes, long bytesPerSecond, long pauseNanos) {
    long latest = nowNanos + pauseNanos;
    if (bytesPerSecond == 0) {
      return latest;
    }
    long bought = deadlineNanos + bytes * SECOND_NANOS / bytesPerSecond;
    return bought - latest < 0 ? bought : latest;
  }
}
