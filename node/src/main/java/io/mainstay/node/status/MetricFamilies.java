package io.mainstay.node.status;

import io.mainstay.proxy.LatencySnapshot;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Metrics while they are gathered from one snapshot. A metric is named by its name and labels; what
 * is counted twice under the same ones is added up. One thread.
 */
final class MetricFamilies {
  private static final double MICROS = 1e6;

  /** The upper ends of the buckets, and that of the last one. */
  private static final List<Double> BOUNDS_SECONDS =
      Stream.concat(
              LatencySnapshot.BOUNDS_MICROS.stream().map(micros -> micros / MICROS),
              Stream.of(Double.POSITIVE_INFINITY))
          .toList();

  /** Of all names there are, which are few: to check them is most of what a metric costs. */
  private static final Map<String, MetricMetadata> METADATA = new ConcurrentHashMap<>();

  /** One metric with the values of all its labels. */
  private record Family<V>(String help, Map<Labels, V> values) {}

  private final Map<String, Family<Double>> counters = new LinkedHashMap<>();
  private final Map<String, Family<Double>> gauges = new LinkedHashMap<>();
  private final Map<String, Family<LatencySnapshot>> histograms = new LinkedHashMap<>();

  /** A count since the start; the name is written with {@code _total}. */
  void counter(String name, String help, Labels labels, Number value) {
    family(counters, name, help).values().merge(labels, value.doubleValue(), Double::sum);
  }

  /** A value now. */
  void gauge(String name, String help, Labels labels, Number value) {
    family(gauges, name, help).values().put(labels, value.doubleValue());
  }

  /** A truth now: 1 or 0. */
  void flag(String name, String help, Labels labels, boolean value) {
    gauge(name, help, labels, value ? 1 : 0);
  }

  /** A distribution of durations since the start, in seconds. */
  void histogram(String name, String help, Labels labels, LatencySnapshot times) {
    family(histograms, name, help).values().put(labels, times);
  }

  private static <V> Family<V> family(Map<String, Family<V>> families, String name, String help) {
    return families.computeIfAbsent(name, made -> new Family<>(help, new LinkedHashMap<>()));
  }

  /** All of it. */
  MetricSnapshots snapshots() {
    List<MetricSnapshot> all = new ArrayList<>();
    counters.forEach((name, family) -> all.add(counter(name, family)));
    gauges.forEach((name, family) -> all.add(gauge(name, family)));
    histograms.forEach((name, family) -> all.add(histogram(name, family)));
    return new MetricSnapshots(all);
  }

  private static MetricSnapshot counter(String name, Family<Double> family) {
    List<CounterDataPointSnapshot> points = new ArrayList<>();
    family
        .values()
        .forEach(
            (labels, value) ->
                points.add(CounterDataPointSnapshot.builder().labels(labels).value(value).build()));
    return new CounterSnapshot(metadata(name, family), points);
  }

  private static MetricSnapshot gauge(String name, Family<Double> family) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    family
        .values()
        .forEach(
            (labels, value) ->
                points.add(GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
    return new GaugeSnapshot(metadata(name, family), points);
  }

  private static MetricSnapshot histogram(String name, Family<LatencySnapshot> family) {
    List<HistogramDataPointSnapshot> points = new ArrayList<>();
    family
        .values()
        .forEach(
            (labels, times) ->
                points.add(
                    HistogramDataPointSnapshot.builder()
                        .labels(labels)
                        .classicHistogramBuckets(
                            ClassicHistogramBuckets.of(BOUNDS_SECONDS, times.buckets()))
                        .sum(sumSeconds(times))
                        .build()));
    return new HistogramSnapshot(metadata(name, family), points);
  }

  private static MetricMetadata metadata(String name, Family<?> family) {
    return METADATA.computeIfAbsent(name, known -> new MetricMetadata(known, family.help()));
  }

  /**
   * All durations are whole microseconds. What rounding adds to their mean is taken away, for a sum
   * that falls ever so little is a restart to Prometheus.
   */
  private static double sumSeconds(LatencySnapshot times) {
    return times.count() == 0 ? 0 : Math.rint(times.meanMicros() * times.count()) / MICROS;
  }
}
