package io.mainstay.proxy;

import java.util.List;

/**
 * A distribution of durations.
 *
 * @param count how many there were
 * @param meanMicros their mean
 * @param p50Micros median
 * @param p90Micros 90th percentile
 * @param p99Micros 99th percentile
 * @param p999Micros 99.9th percentile
 * @param maxMicros longest
 * @param buckets how many took no longer than each of {@link #BOUNDS_MICROS} and longer than the
 *     one before, and then how many took longer than all; exact to 1 %
 */
public record LatencySnapshot(
    long count,
    double meanMicros,
    long p50Micros,
    long p90Micros,
    long p99Micros,
    long p999Micros,
    long maxMicros,
    List<Long> buckets) {
  /** From half a millisecond to ten seconds. */
  public static final List<Long> BOUNDS_MICROS =
      List.of(
          500L,
          1_000L,
          2_500L,
          5_000L,
          10_000L,
          25_000L,
          50_000L,
          100_000L,
          250_000L,
          500_000L,
          1_000_000L,
          2_500_000L,
          5_000_000L,
          10_000_000L);

  public LatencySnapshot {
    buckets = List.copyOf(buckets);
    if (buckets.size() != BOUNDS_MICROS.size() + 1) {
      throw new IllegalArgumentException(buckets.size() + " buckets do not fit the bounds");
    }
  }
}
