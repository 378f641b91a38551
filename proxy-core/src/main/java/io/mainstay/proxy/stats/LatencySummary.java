package io.mainstay.proxy.stats;

import io.mainstay.proxy.LatencySnapshot;
import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * What a snapshot tells of a histogram, in one pass over it: asking it for each percentile walks
 * through all its values each time, and an empty one to its very end. Pure.
 */
public final class LatencySummary {
  private static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9);
  private static final int WHOLE = 100;
  private static final long[] BOUNDS =
      LatencySnapshot.BOUNDS_MICROS.stream().mapToLong(Long::longValue).toArray();

  private static final LatencySnapshot NOTHING =
      new LatencySnapshot(0, 0, 0, 0, 0, 0, 0, boxed(new long[BOUNDS.length + 1]));

  private LatencySummary() {}

  /** The histogram's values are microseconds. */
  public static LatencySnapshot of(Histogram histogram) {
    long all = histogram.getTotalCount();
    if (all == 0) {
      return NOTHING;
    }
    long[] percentiles = new long[PERCENTILES.size()];
    long[] buckets = new long[BOUNDS.length + 1];
    int percentile = 0;
    int bucket = 0;
    double sum = 0;
    for (HistogramIterationValue step : histogram.recordedValues()) {
      long micros = step.getValueIteratedTo();
      long lowest = histogram.lowestEquivalentValue(micros);
      while (bucket < BOUNDS.length && lowest > BOUNDS[bucket]) {
        bucket++;
      }
      buckets[bucket] += step.getCountAddedInThisIterationStep();
      sum +=
          (double) histogram.medianEquivalentValue(micros)
              * step.getCountAddedInThisIterationStep();
      while (percentile < percentiles.length
          && step.getTotalCountToThisValue() >= count(PERCENTILES.get(percentile), all)) {
        percentiles[percentile++] = histogram.highestEquivalentValue(micros);
      }
    }
    return new LatencySnapshot(
        all,
        sum / all,
        percentiles[0],
        percentiles[1],
        percentiles[2],
        percentiles[3],
        histogram.getMaxValue(),
        boxed(buckets));
  }

  /** How many of all are within a percentile. */
  private static long count(double percentile, long all) {
    return Math.max(1, (long) Math.ceil(Math.nextDown(percentile) * all / WHOLE));
  }

  private static List<Long> boxed(long[] counts) {
    return LongStream.of(counts).boxed().toList();
  }
}
