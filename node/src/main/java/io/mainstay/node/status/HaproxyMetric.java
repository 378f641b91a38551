package io.mainstay.node.status;

import static io.mainstay.proxy.stats.StatsColumn.*;

import io.mainstay.proxy.stats.StatsColumn;
import java.util.List;

/**
 * A column of the statistics as HAProxy's own exporter calls it, behind {@code haproxy_frontend_},
 * {@code haproxy_backend_} or {@code haproxy_server_}.
 *
 * @param column where the value is
 * @param stem the rest of the name; that of a counter is written with {@code _total}
 * @param counter whether it only grows
 * @param millis whether the column is in milliseconds, and the metric in seconds
 * @param help what it is
 */
record HaproxyMetric(
    StatsColumn column, String stem, boolean counter, boolean millis, String help) {

  static final List<HaproxyMetric> ALL =
      List.of(
          gauge(QCUR, "current_queue", "Requests that wait now."),
          gauge(QMAX, "max_queue", "The most requests that waited at a time."),
          gauge(QLIMIT, "queue_limit", "How many requests may wait."),
          gauge(SCUR, "current_sessions", "Sessions now."),
          gauge(SMAX, "max_sessions", "The most sessions at a time."),
          gauge(SLIM, "limit_sessions", "How many sessions there may be."),
          counter(STOT, "sessions", "Sessions."),
          gauge(RATE, "current_session_rate", "Sessions in the last whole second."),
          gauge(RATE_MAX, "max_session_rate", "The most sessions in a second."),
          gauge(CONN_RATE_MAX, "connections_rate_max", "The most connections in a second."),
          counter(CONN_TOT, "connections", "Connections of clients."),
          gauge(REQ_RATE_MAX, "http_requests_rate_max", "The most requests in a second."),
          counter(REQ_TOT, "http_requests", "Requests."),
          counter(BIN, "bytes_in", "Bytes from clients."),
          counter(BOUT, "bytes_out", "Bytes to clients."),
          counter(EREQ, "request_errors", "Requests that broke a rule or were not whole."),
          counter(ECON, "connection_errors", "Sessions that no connection could be had for."),
          counter(ERESP, "response_errors", "Exchanges that a server failed."),
          counter(EINT, "internal_errors", "Faults of the proxy itself."),
          counter(WRETR, "retry_warnings", "Requests sent again to the same server."),
          counter(WREDIS, "redispatch_warnings", "Requests sent to another server."),
          counter(CLI_ABRT, "client_aborts", "Sessions that the client broke off."),
          counter(SRV_ABRT, "server_aborts", "Answers that the server broke off."),
          counter(INTERCEPTED, "intercepted_requests", "Requests that the proxy answers itself."),
          counter(DCON, "denied_connections", "Connections closed because of a limit."),
          counter(LBTOT, "loadbalanced", "Times that the balancer chose it."),
          counter(CONNECT, "connection_attempts", "Connections that were to be opened."),
          counter(REUSE, "connection_reuses", "Requests over a connection that was kept."),
          gauge(LASTSESS, "last_session_seconds", "Since the last session began; -1 for never."),
          gauge(WEIGHT, "weight", "The weight now."),
          gauge(UWEIGHT, "uweight", "The weight as configured or set."),
          gauge(ACT, "active_servers", "Servers that take requests."),
          gauge(BCK, "backup_servers", "Backup servers that take requests."),
          gauge(THROTTLE, "current_throttle", "Percent of its weight while it starts slowly."),
          counter(CHKFAIL, "check_failures", "Checks that failed while it was up."),
          counter(CHKDOWN, "check_up_down", "Times that it went down."),
          gauge(LASTCHG, "check_last_change_seconds", "Since it last went up or down."),
          counter(DOWNTIME, "downtime_seconds", "How long it was down."),
          gauge(CHECK_CODE, "check_code", "The status that the last check saw."),
          millis(CHECK_DURATION, "check_duration_seconds", "How long the last check took."),
          millis(QTIME, "queue_time_average_seconds", "Mean wait of the last 1024."),
          millis(CTIME, "connect_time_average_seconds", "Mean time to connect of the last 1024."),
          millis(RTIME, "response_time_average_seconds", "Mean time to answer of the last 1024."),
          millis(TTIME, "total_time_average_seconds", "Mean whole time of the last 1024."),
          millis(QTIME_MAX, "max_queue_time_seconds", "The longest wait."),
          millis(CTIME_MAX, "max_connect_time_seconds", "The longest time to connect."),
          millis(RTIME_MAX, "max_response_time_seconds", "The longest time to answer."),
          millis(TTIME_MAX, "max_total_time_seconds", "The longest whole time."),
          gauge(SRV_ICUR, "idle_connections_current", "Unused connections now."),
          gauge(SRC_ILIM, "idle_connections_limit", "How many unused connections are kept."),
          gauge(IDLE_CONN_CUR, "unsafe_idle_connections_current", "Unused ones, never reused."),
          gauge(SAFE_CONN_CUR, "safe_idle_connections_current", "Unused ones, reused before."),
          gauge(USED_CONN_CUR, "used_connections_current", "Connections in use."));

  private static HaproxyMetric gauge(StatsColumn column, String stem, String help) {
    return new HaproxyMetric(column, stem, false, false, help);
  }

  private static HaproxyMetric counter(StatsColumn column, String stem, String help) {
    return new HaproxyMetric(column, stem, true, false, help);
  }

  private static HaproxyMetric millis(StatsColumn column, String stem, String help) {
    return new HaproxyMetric(column, stem, false, true, help);
  }
}
