package io.mainstay.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.StatusListener;
import io.mainstay.node.log.LogTargetSnapshot;
import io.mainstay.node.notice.NoticeCounts;
import io.mainstay.node.status.NodeSnapshot.Told;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final NodeSnapshot node = Snapshots.named("web", "Connection refused");
  private final List<String> lines = Metrics.text(node).lines().toList();

  @Test
  void shouldCallWhatHaproxyHasAsItsExporterDoes() {
    assertThat(lines)
        .contains(
            "# TYPE haproxy_frontend_http_requests_total counter",
            "haproxy_frontend_http_requests_total{proxy=\"web\"} 1001.0",
            "haproxy_frontend_bytes_out_total{proxy=\"web\"} 2.5E7",
            "haproxy_frontend_limit_sessions{proxy=\"web\"} 500.0",
            "haproxy_frontend_status{proxy=\"web\",state=\"UP\"} 1.0",
            "haproxy_backend_http_responses_total{code=\"5xx\",proxy=\"web\"} 5.0",
            "haproxy_server_status{proxy=\"web\",server=\"web2\",state=\"DOWN\"} 1.0",
            "haproxy_server_status{proxy=\"web\",server=\"web2\",state=\"UP\"} 0.0",
            "haproxy_server_check_status{proxy=\"web\",server=\"web2\",state=\"L4CON\"} 1.0",
            "haproxy_server_check_failures_total{proxy=\"web\",server=\"web2\"} 3.0",
            "haproxy_server_check_duration_seconds{proxy=\"web\",server=\"web1\"} 0.001",
            "haproxy_server_downtime_seconds_total{proxy=\"web\",server=\"web2\"} 125.0");
  }

  @Test
  void shouldTellHowLatenciesAreDistributed() {
    assertThat(lines)
        .contains(
            "# TYPE mainstay_backend_total_time_seconds histogram",
            "mainstay_backend_total_time_seconds_bucket{proxy=\"web\",le=\"5.0E-4\"} 1",
            "mainstay_backend_total_time_seconds_bucket{proxy=\"web\",le=\"0.001\"} 401",
            "mainstay_backend_total_time_seconds_bucket{proxy=\"web\",le=\"0.025\"} 999",
            "mainstay_backend_total_time_seconds_bucket{proxy=\"web\",le=\"10.0\"} 1000",
            "mainstay_backend_total_time_seconds_bucket{proxy=\"web\",le=\"+Inf\"} 1000",
            "mainstay_backend_total_time_seconds_count{proxy=\"web\"} 1000",
            "mainstay_backend_total_time_seconds_sum{proxy=\"web\"} 1.5");
  }

  @Test
  void shouldTellWhoIsMasterAndHowLateTheRoutersThreadIs() {
    assertThat(lines)
        .contains(
            "mainstay_vrrp_state{router=\"vip\",state=\"MASTER\"} 1.0",
            "mainstay_vrrp_state{router=\"vip\",state=\"BACKUP\"} 0.0",
            "mainstay_vrrp_priority{router=\"vip\"} 90.0",
            "mainstay_vrrp_advertisements_sent_total{router=\"vip\"} 5.0",
            "mainstay_vrrp_stalls_total{longer_than_seconds=\"0.1\"} 0.0",
            "mainstay_vrrp_advertisement_lateness_seconds{percentile=\"99\"} 2.0E-6");
  }

  @Test
  void shouldAddUpReceiversOfOneName() {
    NoticeCounts one = new NoticeCounts("notify", "vip", 2, 0, 0, 1, "");
    NodeSnapshot told =
        new NodeSnapshot(
            "a",
            1,
            Optional.empty(),
            List.of(),
            Optional.of(new Told(0, List.of(one, one))),
            List.of(),
            node.proxy(),
            node.servers(),
            0);

    assertThat(Metrics.text(told).lines())
        .contains("mainstay_notices_delivered_total{kind=\"notify\",name=\"vip\"} 4.0");
  }

  @Test
  void shouldTellHowTheTargetsOfTheLogDo() {
    NodeSnapshot logged =
        new NodeSnapshot(
            "a",
            1,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(new LogTargetSnapshot("far", 5, 3, 2, "nobody reads")),
            node.proxy(),
            node.servers(),
            0);

    assertThat(Metrics.text(logged).lines())
        .contains(
            "mainstay_log_lines_written_total{target=\"far\"} 5.0",
            "mainstay_log_lines_dropped_total{target=\"far\"} 3.0",
            "mainstay_log_lines_waiting{target=\"far\"} 2.0",
            "mainstay_log_target_works{target=\"far\"} 0.0");
  }

  @Test
  void shouldEscapeNames() {
    assertThat(Metrics.text(Snapshots.named("a\"b\\c", ""))).contains("{proxy=\"a\\\"b\\\\c\"}");
  }

  @Test
  void shouldAnswerWhereAScraperAsks() {
    StatusListener listener = Snapshots.listener("/stats");

    Answer answer = new StatusAnswers(listener, () -> node).answer("GET", "/metrics?x=1", null);

    assertThat(answer.code()).isEqualTo(200);
    assertThat(answer.type()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
  }
}
