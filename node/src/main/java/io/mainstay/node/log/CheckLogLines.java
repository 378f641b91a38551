package io.mainstay.node.log;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthState;
import io.mainstay.node.accesslog.LogLevel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What HAProxy's {@code option log-health-checks} logs: each result of a server's check that says
 * something else than the one before. Any thread.
 */
public final class CheckLogLines {
  private final AccessLog log;

  /** What each server's check said last. */
  private final Map<String, Seen> before = new ConcurrentHashMap<>();

  private record Seen(CheckCode code, int health) {}

  /** Nothing is known of any server yet. */
  public CheckLogLines(AccessLog log) {
    this.log = log;
  }

  /** Logs a result of a server called {@code backend/server}, if its backend asks for that. */
  public void onResult(HealthSnapshot result) {
    String server = result.target().name();
    int slash = server.indexOf('/');
    if (slash < 0 || !log.logsChecks(server.substring(0, slash))) {
      return;
    }
    Seen now = new Seen(result.lastResult().code(), result.state().health());
    if (!now.equals(before.put(server, now))) {
      log.tell(LogLevel.NOTICE, text(server, result.lastResult(), result.state()));
    }
  }

  /** The line, as HAProxy words it. */
  static String text(String server, CheckResult result, HealthState state) {
    StringBuilder text = new StringBuilder("Health check for server ").append(server);
    text.append(result.code() == CheckCode.L7OKC ? " conditionally" : "");
    text.append(result.passed() ? " succeeded" : " failed");
    text.append(", reason: ").append(reason(result.code()));
    if (result.status() != CheckResult.NO_STATUS) {
      text.append(", code: ").append(result.status());
    }
    if (!result.description().isEmpty()) {
      text.append(", info: \"").append(oneLine(result.description())).append('"');
    }
    text.append(", check duration: ")
        .append(TimeUnit.NANOSECONDS.toMillis(result.durationNanos()))
        .append("ms, status: ");
    if (state.up()) {
      text.append(state.health() - state.rise() + 1).append('/').append(state.fall());
      text.append(" UP.");
    } else {
      text.append(state.health()).append('/').append(state.rise()).append(" DOWN.");
    }
    return text.toString();
  }

  /** Part of it may be text that a server chose. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\"]", " ");
  }

  private static String reason(CheckCode code) {
    return switch (code) {
      case UNK, INI -> "Unknown";
      case SOCKERR -> "Socket error";
      case L4OK -> "Layer4 check passed";
      case L4TOUT -> "Layer4 timeout";
      case L4CON -> "Layer4 connection problem";
      case L6OK -> "Layer6 check passed";
      case L6TOUT -> "Layer6 timeout";
      case L6RSP -> "Layer6 invalid response";
      case L7OK -> "Layer7 check passed";
      case L7OKC -> "Layer7 check conditionally passed";
      case L7TOUT -> "Layer7 timeout";
      case L7RSP -> "Layer7 invalid response";
      case L7STS -> "Layer7 wrong status";
      case PROCERR -> "External check error";
      case PROCTOUT -> "External check timeout";
      case PROCOK -> "External check passed";
    };
  }
}
