package io.mainstay.proxy.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mainstay.proxy.LatencySnapshot;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencySummaryTest {
  private static void assertSameAsAskedOneByOne(Histogram histogram, String described) {
    LatencySnapshot summary = LatencySummary.of(histogram);

    assertThat(summary.count()).as(described).isEqualTo(histogram.getTotalCount());
    assertThat(summary.meanMicros()).as(described).isCloseTo(histogram.getMean(), within(1e-6));
    assertThat(summary.p50Micros()).as(described).isEqualTo(histogram.getValueAtPercentile(50));
    assertThat(summary.p90Micros()).as(described).isEqualTo(histogram.getValueAtPercentile(90));
    assertThat(summary.p99Micros()).as(described).isEqualTo(histogram.getValueAtPercentile(99));
    assertThat(summary.p999Micros()).as(described).isEqualTo(histogram.getValueAtPercentile(99.9));
    assertThat(summary.maxMicros()).as(described).isEqualTo(histogram.getMaxValue());
    assertThat(summary.buckets().stream().mapToLong(Long::longValue).sum())
        .as(described)
        .isEqualTo(histogram.getTotalCount());
  }

  @Test
  void shouldSayTheSameAsTheHistogramAskedOneByOne() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int turn = 0; turn < 200; turn++) {
      Histogram histogram = Latencies.empty();
      int count = 1 + random.nextInt(turn < 100 ? 5 : 2000);
      for (int i = 0; i < count; i++) {
        long micros = (long) Math.exp(random.nextDouble() * 21);
        histogram.recordValue(Math.min(TimeUnit.HOURS.toMicros(1), micros));
      }
      assertSameAsAskedOneByOne(histogram, "seed " + seed + ", turn " + turn);
    }
  }

  @Test
  void shouldSayNothingOfNothing() {
    LatencySnapshot nothing = LatencySummary.of(Latencies.empty());

    assertThat(nothing.count()).isZero();
    assertThat(nothing.meanMicros()).isZero();
    assertThat(nothing.p999Micros()).isZero();
    assertThat(nothing.buckets()).hasSize(15).containsOnly(0L);
  }

  @Test
  void shouldPutWhatIsNoLongerThanABoundIntoItsBucket() {
    Histogram histogram = Latencies.empty();
    histogram.recordValue(0);
    histogram.recordValue(500);
    histogram.recordValue(600);
    histogram.recordValue(TimeUnit.SECONDS.toMicros(11));

    assertThat(LatencySummary.of(histogram).buckets())
        .containsExactly(2L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L);
  }
}
