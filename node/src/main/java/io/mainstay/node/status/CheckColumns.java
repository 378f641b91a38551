package io.mainstay.node.status;

import static io.mainstay.proxy.stats.StatsColumn.*;

import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.check.AgentReport;
import io.mainstay.node.status.NodeSnapshot.ServerHealth;
import io.mainstay.proxy.stats.StatsRow;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Adds what checks and agents know to a server's statistics, in HAProxy's words. Pure. */
final class CheckColumns {
  private static final String SERVER = "2";

  /** States that a check decides; what an operator decided stays as it is. */
  private static final Set<String> CHECKED = Set.of("UP", "DOWN", "NOLB");

  private CheckColumns() {}

  /** The row with it; one that is no server's, or of a server that has left, stays as it is. */
  static StatsRow complete(StatsRow row, NodeSnapshot node) {
    String name = row.get(PXNAME) + "/" + row.get(SVNAME);
    ServerHealth known = node.servers().get(name);
    if (!row.get(TYPE).equals(SERVER) || known == null) {
      return row;
    }
    StatsRow complete = known.agent().map(agent -> agent(row, agent)).orElse(row);
    if (known.check().isEmpty()) {
      return complete.get(STATUS).equals("UP") && known.agent().isEmpty()
          ? complete.with(STATUS, "no check")
          : complete;
    }
    complete = check(complete, known.check().get());
    return known.tracked().isPresent() ? complete.with(TRACKED, known.tracked().get()) : complete;
  }

  private static StatsRow check(StatsRow row, HealthSnapshot check) {
    CheckResult last = check.lastResult();
    StatsRow complete =
        row.with(CHECK_STATUS, last.code().name())
            .with(CHECK_DURATION, TimeUnit.NANOSECONDS.toMillis(last.durationNanos()))
            .with(LAST_CHK, last.description())
            .with(CHKFAIL, check.counts().failedWhileUp())
            .with(CHECK_RISE, check.state().rise())
            .with(CHECK_FALL, check.state().fall())
            .with(CHECK_HEALTH, check.state().health());
    if (last.status() != CheckResult.NO_STATUS) {
      complete = complete.with(CHECK_CODE, last.status());
    }
    // An agent can take down what its check holds up.
    boolean agrees = check.up() != row.get(STATUS).equals("DOWN");
    return CHECKED.contains(row.get(STATUS)) && agrees
        ? complete.with(STATUS, check.status())
        : complete;
  }

  private static StatsRow agent(StatsRow row, AgentReport agent) {
    String said =
        agent.operation().map(operation -> operation.name().toLowerCase(Locale.ROOT)).orElse("");
    String reason = agent.reason().isEmpty() ? "" : "#" + agent.reason();
    return row.with(LAST_AGT, said + reason);
  }
}
