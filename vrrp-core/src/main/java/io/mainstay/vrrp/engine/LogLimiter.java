package io.mainstay.vrrp.engine;

/**
 * A token bucket for one kind of line. Only time refills it: if an accepted packet or a new source
 * did, whoever forges packets could write the log full.
 */
final class LogLimiter {
  static final int SUPPRESSED = -1;

  private static final int BURST = 3;
  private static final long REFILL_NANOS = 10_000_000_000L;

  private int tokens = BURST;
  private long refilledNanos;
  private int suppressed;

  /** Returns how many lines were suppressed since the last one, or {@link #SUPPRESSED}. */
  int acquire(long nowNanos) {
    if (tokens == BURST) {
      refilledNanos = nowNanos;
    } else {
      long earned = (nowNanos - refilledNanos) / REFILL_NANOS;
      refilledNanos += earned * REFILL_NANOS;
      tokens = (int) Math.min(BURST, tokens + earned);
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
