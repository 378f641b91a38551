package io.mainstay.node.status;

import io.mainstay.node.log.LogTargetSnapshot;
import io.mainstay.node.notice.NoticeCounts;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A snapshot in Prometheus' text format: what HAProxy's exporter has under its names, and the rest
 * as {@code mainstay_…}. Pure.
 */
final class Metrics {
  private static final PrometheusTextFormatWriter WRITER = new PrometheusTextFormatWriter(false);

  private Metrics() {}

  static Answer answer(NodeSnapshot node) {
    return Answer.ok(WRITER.getContentType(), text(node));
  }

  static String text(NodeSnapshot node) {
    MetricFamilies families = new MetricFamilies();
    families.gauge(
        "mainstay_uptime_seconds", "Since the node started.", Labels.EMPTY, node.uptimeSeconds());
    new ProxyMetrics(families).add(node);
    ElectionMetrics election = new ElectionMetrics(families);
    node.election().ifPresent(election::add);
    node.peers().forEach(election::addPeer);
    node.notices().ifPresent(told -> addNotices(families, told));
    node.log().forEach(target -> addLog(families, target));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      WRITER.write(out, families.snapshots());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void addLog(MetricFamilies families, LogTargetSnapshot target) {
    Labels labels = Labels.of("target", target.name());
    families.counter("mainstay_log_lines_written", "Lines written.", labels, target.written());
    families.counter(
        "mainstay_log_lines_dropped", "Lines that found no room.", labels, target.dropped());
    families.gauge("mainstay_log_lines_waiting", "Lines that wait.", labels, target.waiting());
    families.flag(
        "mainstay_log_target_works",
        "Whether lines can be written to it now.",
        labels,
        target.problem() == null);
  }

  private static void addNotices(MetricFamilies families, NodeSnapshot.Told told) {
    families.counter(
        "mainstay_events_dropped", "Events that nobody was told of.", Labels.EMPTY, told.dropped());
    for (NoticeCounts counts : told.receivers()) {
      Labels labels = Labels.of("kind", counts.kind(), "name", counts.name());
      families.counter(
          "mainstay_notices_delivered", "Events that reached it.", labels, counts.delivered());
      families.counter(
          "mainstay_notices_failed", "Events given up after trying.", labels, counts.failed());
      families.counter("mainstay_notices_dropped", "Events never tried.", labels, counts.dropped());
      families.gauge("mainstay_notices_waiting", "Events that wait.", labels, counts.waiting());
    }
  }
}
