package io.mainstay.node.log;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthState;
import io.mainstay.node.accesslog.LogLevel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
    String backend = slash < 0 ? "" : server.substring(0, slash);
    if (!log.logsChecks(backend)) {
      return;
    }
    Seen now = new Seen(result.lastResult().code(), result.state().health());
    if (!now.equals(before.put(server, now))) {
      log.tell(backend, LogLevel.NOTICE, text(server, result.lastResult(), result.state()));
    }
  }

  /** Forgets a server that has left: one that gets its name begins anew. */
  public void forget(String server) {
    before.remove(server);
  }

  /** The line, as HAProxy words it. */
  static String text(String server, CheckResult result, HealthState state) {
    StringBuilder text = new StringBuilder("Health check for server ").append(server);
    text.append(result.code() == CheckCode.L7OKC ? " conditionally" : "");
    text.append(result.passed() ? " succeeded" : " failed");
    text.append(", ").append(CheckWords.of(result)).append(", status: ");
    if (state.up()) {
      text.append(state.health() - state.rise() + 1).append('/').append(state.fall());
      text.append(" UP.");
    } else {
      text.append(state.health()).append('/').append(state.rise()).append(" DOWN.");
    }
    return text.toString();
  }
}
