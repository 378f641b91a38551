package io.mainstay.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.LatencySnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricFamiliesTest {
  @Test
  void shouldNeverLetTheSumOfDurationsFall() {
    List<Double> sums = new ArrayList<>();
    for (long count = 1; count <= 1_000; count++) {
      // One took 10 microseconds, all others none, as waits in a queue that is empty.
      sums.add(sum(10, count));
    }
    assertThat(sums).isSorted().containsOnly(1e-5);
  }

  private static double sum(long micros, long count) {
    List<Long> buckets =
        new ArrayList<>(Collections.nCopies(LatencySnapshot.BOUNDS_MICROS.size() + 1, 0L));
    buckets.set(0, count);
    double mean = (double) micros / count;
    MetricFamilies families = new MetricFamilies();
    families.histogram(
        "waits", "", Labels.EMPTY, new LatencySnapshot(count, mean, 0, 0, 0, 0, micros, buckets));
    HistogramSnapshot histogram = (HistogramSnapshot) families.snapshots().get(0);
    return histogram.getDataPoints().get(0).getSum();
  }
}
