package io.mainstay.vrrp.engine;

/**
 * How durations were distributed over the last minute: operators ask how it goes now, and a start
 * long ago would hide it. One thread advances and records, any thread reads, and neither waits.
 */
final class RecentDurations {
  private static final long SLICE_NANOS = 10_000_000_000L;

  /** Six whole slices and the one that is being filled. */
  private static final int SLICES = 7;

  private final NanosHistogram[] slices = new NanosHistogram[SLICES];
  private NanosHistogram current;
  private int place;
  private boolean started;
  private long sliceEndNanos;

  RecentDurations() {
    for (int i = 0; i < SLICES; i++) {
      slices[i] = new NanosHistogram();
    }
    current = slices[0];
  }

  /** Forgets what is more than a minute old; to be called often. */
  void advance(long nowNanos) {
    if (!started) {
      started = true;
      sliceEndNanos = nowNanos + SLICE_NANOS;
    }
    long late = nowNanos - sliceEndNanos;
    if (late < 0) {
      return;
    }
    long passed = late / SLICE_NANOS + 1;
    sliceEndNanos += passed * SLICE_NANOS;
    for (int i = 0; i < Math.min(passed, SLICES); i++) {
      place = (place + 1) % SLICES;
      current = slices[place];
      current.clear();
    }
  }

  void record(long nanos) {
    current.record(nanos);
  }

  /** Any thread: the last 60 to 70 seconds. */
  DurationQuantiles quantiles() {
    return NanosHistogram.quantiles(slices);
  }
}
