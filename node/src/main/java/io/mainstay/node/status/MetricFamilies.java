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
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(family.help());
    family
        .values()
        .forEach(
            (labels, value) ->
                counter.dataPoint(
                    CounterDataPointSnapshot.builder().labels(labels).value(value).build()));
    return counter.build();
  }

  private static MetricSnapshot gauge(String name, Family<Double> family) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(family.help());
    family
        .values()
        .forEach(
            (labels, value) ->
                gauge.dataPoint(
                    GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
    return gauge.build();
  }

  private static MetricSnapshot histogram(String name, Family<LatencySnapshot> family) {
    HistogramSnapshot.Builder histogram =
        HistogramSnapshot.builder().name(name).help(family.help());
    family
        .values()
        .forEach(
            (labels, times) ->
                histogram.dataPoint(
                    HistogramDataPointSnapshot.builder()
                        .labels(labels)
                        .classicHistogramBuckets(
                            ClassicHistogramBuckets.of(BOUNDS_SECONDS, times.buckets()))
                        .sum(sumSeconds(times))
                        .build()));
    return histogram.build();
  }

  /**
   * All durations are whole microseconds. What rounding adds to their mean is taken away, for a sum
   * that falls ever so little is a restart to Prometheus.
   */
  private static double sumSeconds(LatencySnapshot times) {
    return times.count() == 0 ? 0 : Math.rint(times.meanMicros() * times.count()) / MICROS;
  }
}
