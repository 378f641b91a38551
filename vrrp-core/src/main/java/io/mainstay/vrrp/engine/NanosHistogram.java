package io.mainstay.vrrp.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets whose width grows with the value: exact below 64 ns, and above it a
 * thirty-second of a power of two wide, so that what it says is at most a thirty-second too much.
 * Its size is fixed and recording makes no garbage. One thread records and clears, any thread
 * reads, and neither waits for the other.
 */
final class NanosHistogram {
  private static final int STEP_BITS = 5;
  private static final int STEPS = 1 << STEP_BITS;

  /** Eighteen minutes; longer ones are counted in the last bucket, and told by the maximum. */
  static final int LARGEST_BITS = 40;

  private static final int BUCKETS = (LARGEST_BITS - STEP_BITS + 1) * STEPS;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final AtomicLong max = new AtomicLong();

  /** The recording thread. Less than nothing counts as nothing. */
  void record(long nanos) {
    long value = Math.max(0, nanos);
    int bucket = bucketOf(value);
    counts.setOpaque(bucket, counts.getPlain(bucket) + 1);
    if (value > max.getPlain()) {
      max.setOpaque(value);
    }
  }

  /** The recording thread. */
  void clear() {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      counts.setOpaque(bucket, 0);
    }
    max.setOpaque(0);
  }

  private static int bucketOf(long value) {
    if (value < STEPS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
    return Math.min(BUCKETS - 1, shift * STEPS + (int) (value >>> shift));
  }

  /** The largest value that is counted in this bucket. */
  private static long upperBound(int bucket) {
    if (bucket < 2 * STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return ((bucket % STEPS + STEPS + 1L) << shift) - 1;
  }

  /** All of these together; any thread. What is recorded meanwhile may be left out. */
  static DurationQuantiles quantiles(NanosHistogram... histograms) {
    long[] seen = new long[BUCKETS];
    long total = 0;
    long largest = 0;
    for (NanosHistogram histogram : histograms) {
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        long count = histogram.counts.getOpaque(bucket);
        seen[bucket] += count;
        total += count;
      }
      largest = Math.max(largest, histogram.max.getOpaque());
    }
    return new DurationQuantiles(
        total,
        quantile(seen, total, 500, largest),
        quantile(seen, total, 990, largest),
        quantile(seen, total, 999, largest),
        largest);
  }

  /** The value that this many of a thousand do not exceed. */
  private static long quantile(long[] seen, long total, int perMille, long largest) {
    long rank = (total * perMille + 999) / 1000;
    long counted = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      counted += seen[bucket];
      if (counted >= rank && counted > 0) {
        return bucket == BUCKETS - 1 ? largest : Math.min(upperBound(bucket), largest);
      }
    }
    return 0;
  }
}
