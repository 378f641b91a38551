package io.mainstay.proxy.stats;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long things took: one thread records, any thread asks, and neither ever waits for the other.
 * Microseconds up to an hour with two digits; 26 KB once something was recorded.
 */
public final class Latencies {
  private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 2;

  private volatile @Nullable AtomicHistogram recorded;

  /** A histogram that {@link #addTo} can add to. */
  public static Histogram empty() {
    return new Histogram(LONGEST_MICROS, DIGITS);
  }

  /** Records one duration; the writing thread only. */
  public void record(long nanos) {
    AtomicHistogram histogram = recorded;
    if (histogram == null) {
      histogram = new AtomicHistogram(LONGEST_MICROS, DIGITS);
      recorded = histogram;
    }
    histogram.recordValue(Math.min(LONGEST_MICROS, Math.max(0, nanos / 1000)));
  }

  /** Adds everything recorded so far to {@code total}; any thread. */
  public void addTo(Histogram total) {
    AtomicHistogram histogram = recorded;
    if (histogram != null) {
      total.add(histogram);
    }
  }
}
