package io.mainstay.node.status;

import static io.mainstay.proxy.stats.StatsColumn.*;

import io.mainstay.health.CheckCode;
import io.mainstay.proxy.ActivitySnapshot;
import io.mainstay.proxy.BackendSnapshot;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.proxy.QueueSnapshot;
import io.mainstay.proxy.ServerSnapshot;
import io.mainstay.proxy.stats.StatsColumn;
import io.mainstay.proxy.stats.StatsRow;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/** Metrics of frontends, backends and servers. Pure. */
final class ProxyMetrics {
  private static final double MILLIS = 1e3;
  private static final List<String> KINDS = List.of("frontend", "backend", "server");
  private static final List<String> STATES = List.of("DOWN", "UP");
  private static final List<String> SERVER_STATES = List.of("DOWN", "UP", "MAINT", "DRAIN", "NOLB");
  private static final List<StatsColumn> RESPONSES =
      List.of(HRSP_1XX, HRSP_2XX, HRSP_3XX, HRSP_4XX, HRSP_5XX, HRSP_OTHER);

  private final MetricFamilies families;

  ProxyMetrics(MetricFamilies families) {
    this.families = families;
  }

  void add(NodeSnapshot node) {
    StatsLine.rows(node).forEach(this::addRow);
    ProxySnapshot proxy = node.proxy();
    families.gauge(
        "mainstay_event_loop_lag_seconds",
        "How late the busiest event loop is.",
        Labels.EMPTY,
        proxy.loopLagMillis() / MILLIS);
    proxy
        .frontends()
        .forEach(
            each ->
                each.terminations()
                    .forEach((state, count) -> addEnd("frontend", each.name(), state, count)));
    for (BackendSnapshot backend : proxy.backends()) {
      backend
          .terminations()
          .forEach((state, count) -> addEnd("backend", backend.name(), state, count));
      Labels labels = Labels.of("proxy", backend.name());
      addTimes("backend", labels, backend.activity(), backend.queue());
      for (ServerSnapshot server : backend.servers()) {
        addTimes("server", labels.add("server", server.name()), server.activity(), server.queue());
      }
    }
  }

  private void addRow(StatsRow row) {
    String kind = KINDS.get(Integer.parseInt(row.get(TYPE)));
    String prefix = "haproxy_" + kind + "_";
    Labels labels = Labels.of("proxy", row.get(PXNAME));
    boolean server = kind.equals("server");
    if (server) {
      labels = labels.add("server", row.get(SVNAME));
    }
    for (HaproxyMetric metric : HaproxyMetric.ALL) {
      String text = row.get(metric.column());
      if (!text.isEmpty()) {
        double value = Double.parseDouble(text) / (metric.millis() ? MILLIS : 1);
        if (metric.counter()) {
          families.counter(prefix + metric.stem(), metric.help(), labels, value);
        } else {
          families.gauge(prefix + metric.stem(), metric.help(), labels, value);
        }
      }
    }
    addResponses(row, prefix, labels);
    String state = state(row.get(STATUS));
    for (String each : server ? SERVER_STATES : STATES) {
      families.flag(
          prefix + "status",
          "Whether it is in this state.",
          labels.add("state", each),
          each.equals(state));
    }
    if (!row.get(CHECK_STATUS).isEmpty()) {
      for (CheckCode code : CheckCode.values()) {
        families.flag(
            prefix + "check_status",
            "Whether the last check ended so.",
            labels.add("state", code.name()),
            row.get(CHECK_STATUS).equals(code.name()));
      }
    }
  }

  private void addResponses(StatsRow row, String prefix, Labels labels) {
    for (StatsColumn column : RESPONSES) {
      if (!row.get(column).isEmpty()) {
        families.counter(
            prefix + "http_responses",
            "Answers by the class of their status.",
            labels.add("code", column.title().substring("hrsp_".length())),
            Double.parseDouble(row.get(column)));
      }
    }
  }

  /** The word of HAProxy's exporter: it knows no half states. */
  private static String state(String status) {
    return switch (status) {
      case "OPEN", "no check" -> "UP";
      case "STOP" -> "DOWN";
      default -> status.split(" ", 2)[0];
    };
  }

  private void addEnd(String kind, String proxy, String state, long count) {
    families.counter(
        "mainstay_" + kind + "_terminations",
        "How sessions ended, in the two letters of HAProxy's logs.",
        Labels.of("proxy", proxy, "state", state),
        count);
  }

  private void addTimes(
      String kind, Labels labels, ActivitySnapshot activity, QueueSnapshot queue) {
    String prefix = "mainstay_" + kind + "_";
    families.histogram(
        prefix + "queue_time_seconds", "Waits for a server with room.", labels, queue.time());
    families.histogram(
        prefix + "connect_time_seconds",
        "Opening a connection for a request; kept ones do not count.",
        labels,
        activity.connectTime());
    families.histogram(
        prefix + "first_byte_time_seconds",
        "From the open connection to the head of the answer.",
        labels,
        activity.firstByteTime());
    families.histogram(
        prefix + "total_time_seconds",
        "From the whole request head to the end.",
        labels,
        activity.totalTime());
  }
}
