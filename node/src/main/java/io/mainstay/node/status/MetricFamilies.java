package io.mainstay.node.status;

import io.mainstay.proxy.LatencySnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics while they are gathered from one snapshot. A metric is named by its name and labels; what
 * is counted twice under the same ones is added up. One thread.
 */
final class MetricFamilies {
  private static final double MICROS = 1e6;

  /** One metric with the values of all its labels. */
  private record Family<V>(String help, Map<Labels, V> values) {}

  private final Map<String, Family<Double>> counters = new LinkedHashMap<>();
  private final Map<String, Family<Double>> gauges = new LinkedHashMap<>();
  private final Map<String, Family<LatencySnapshot>> summaries = new LinkedHashMap<>();

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
  void summary(String name, String help, Labels labels, LatencySnapshot times) {
    family(summaries, name, help).values().put(labels, times);
  }

  private static <V> Family<V> family(Map<String, Family<V>> families, String name, String help) {
    return families.computeIfAbsent(name, made -> new Family<>(help, new LinkedHashMap<>()));
  }

  /** All of it. */
  MetricSnapshots snapshots() {
    List<MetricSnapshot> all = new ArrayList<>();
    counters.forEach((name, family) -> all.add(counter(name, family)));
    gauges.forEach((name, family) -> all.add(gauge(name, family)));
    summaries.forEach((name, family) -> all.add(summary(name, family)));
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

  private static MetricSnapshot summary(String name, Family<LatencySnapshot> family) {
    SummarySnapshot.Builder summary = SummarySnapshot.builder().name(name).help(family.help());
    family
        .values()
        .forEach(
            (labels, times) ->
                summary.dataPoint(
                    SummaryDataPointSnapshot.builder()
                        .labels(labels)
                        .quantiles(quantiles(times))
                        .count(times.count())
                        .sum(times.count() == 0 ? 0 : times.meanMicros() * times.count() / MICROS)
                        .build()));
    return summary.build();
  }

  private static Quantiles quantiles(LatencySnapshot times) {
    return times.count() == 0
        ? Quantiles.EMPTY
        : Quantiles.builder()
            .quantile(0.5, times.p50Micros() / MICROS)
            .quantile(0.9, times.p90Micros() / MICROS)
            .quantile(0.99, times.p99Micros() / MICROS)
            .quantile(0.999, times.p999Micros() / MICROS)
            .build();
  }
}
