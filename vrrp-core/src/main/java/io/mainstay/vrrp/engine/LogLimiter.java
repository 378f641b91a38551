package io.mainstay.vrrp.engine;

/**
 * A token bucket for one kind of line. Only time refills it: if an accepted packet or a new source
 * did, whoever forges packets could write the log full.
 */
final class LogLimiter {
  static final int SUPPRESSED = -1;

  private static final int BURST = 3;
  private static final long REFILL_NANOS = 10_000_000_000L;

  private final int burst;
  private final long refillNanos;
  private int tokens;
  private long refilledNanos;
  private int suppressed;

  /** For what happens now and then. */
  LogLimiter() {
    this(BURST, REFILL_NANOS);
  }

  /**
   * For what is no news any more when it was said.
   *
   * @param refillNanos after how long one more line may be written
   */
  LogLimiter(int burst, long refillNanos) {
    this.burst = burst;
    this.refillNanos = refillNanos;
    tokens = burst;
  }

  /** Returns how many lines were suppressed since the last one, or {@link #SUPPRESSED}. */
  int acquire(long nowNanos) {
    if (tokens == burst) {
      refilledNanos = nowNanos;
    } else {
      long earned = (nowNanos - refilledNanos) / refillNanos;
      refilledNanos += earned * refillNanos;
      tokens = (int) Math.min(burst, tokens + earned);
    }
    if (tokens == 0) {
      suppressed = Math.min(suppressed, Integer.MAX_VALUE - 1) + 1;
      return SUPPRESSED;
    }
    tokens--;
    int before = suppressed;
    suppressed = 0;
    return before;
  }

  /** What to append to a line so that its reader knows of the others. */
  static String others(int suppressed) {
    return suppressed == 0 ? "" : " (and " + suppressed + " more since the last line like this)";
  }
}
