package io.mainstay.vrrp.engine;

/**
 * Measures how much later than it wanted the agent's thread ran: a pause of the JVM or the host, or
 * a callback that blocked. One thread records, any thread reads.
 */
final class StallMeter {
  private static final long MILLISECOND_NANOS = 1_000_000L;

  /** Operators judge a host by its last minutes, not by a start long ago. */
  private static final long WINDOW_NANOS = 300_000_000_000L;

  private final SingleWriterCounter over10Millis = new SingleWriterCounter();
  private final SingleWriterCounter over100Millis = new SingleWriterCounter();
  private final SingleWriterCounter over1000Millis = new SingleWriterCounter();
  private volatile long longestNanos;
  private volatile long longestGapNanos;

  private boolean ran;
  private long windowStartNanos;
  private long longestInWindowNanos;
  private long longestBeforeNanos;
  private long lastRunNanos;

  /**
   * A duty cycle begins.
   *
   * @param wantedNanos when the last one wanted to run again
   * @return how much later this is; 0 when it is not
   */
  long measure(long nowNanos, long wantedNanos) {
    long last = lastRunNanos;
    lastRunNanos = nowNanos;
    if (!ran) {
      ran = true;
      windowStartNanos = nowNanos;
      return 0;
    }
    longestGapNanos = Math.max(longestGapNanos, nowNanos - last);
    long wanted = wantedNanos - last > 0 ? wantedNanos : last;
    long stall = Math.max(0, nowNanos - wanted);
    if (stall > 10 * MILLISECOND_NANOS) {
      record(stall, nowNanos);
    }
    return stall;
  }

  private void record(long stallNanos, long nowNanos) {
    over10Millis.increment();
    if (stallNanos > 100 * MILLISECOND_NANOS) {
      over100Millis.increment();
    }
    if (stallNanos > 1000 * MILLISECOND_NANOS) {
      over1000Millis.increment();
    }
    longestNanos = Math.max(longestNanos, stallNanos);
    if (nowNanos - windowStartNanos > WINDOW_NANOS) {
      boolean adjacent = nowNanos - windowStartNanos <= 2 * WINDOW_NANOS;
      longestBeforeNanos = adjacent ? longestInWindowNanos : 0;
      longestInWindowNanos = 0;
      windowStartNanos = nowNanos;
    }
    longestInWindowNanos = Math.max(longestInWindowNanos, stallNanos);
  }

  /** The longest of the last five to ten minutes; the recording thread. */
  long recentLongestNanos() {
    return Math.max(longestInWindowNanos, longestBeforeNanos);
  }

  /** The longest time between two duty cycles, wanted or not; any thread. */
  long longestGapNanos() {
    return longestGapNanos;
  }

  /** Any thread. */
  Stalls snapshot() {
    return new Stalls(longestNanos, over10Millis.get(), over100Millis.get(), over1000Millis.get());
  }
}
