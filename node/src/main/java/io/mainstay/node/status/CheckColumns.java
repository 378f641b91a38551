package io.mainstay.node.status;

import static io.mainstay.proxy.stats.StatsColumn.*;

import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.check.AgentReport;
import io.mainstay.node.status.NodeSnapshot.ServerHealth;
import io.mainstay.proxy.stats.StatsRow;
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
    StatsRow complete = known.asked().map(asked -> agent(row, asked)).orElse(row);
    boolean downByAgent = known.agent().map(AgentReport::down).orElse(false);
    if (downByAgent && row.get(STATUS).equals("DOWN")) {
      complete = complete.with(STATUS, "DOWN (agent)");
    }
    if (known.check().isEmpty()) {
      return complete.get(STATUS).equals("UP") && (known.agent().isEmpty() || !downByAgent)
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
            .with(CHECK_DESC, last.code().words())
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

  /** HAProxy has no code of its own for a line that says nothing of the server's operation. */
  private static StatsRow agent(StatsRow row, HealthSnapshot asked) {
    CheckResult last = asked.lastResult();
    StatsRow complete =
        row.with(AGENT_STATUS, last.code().name())
            .with(AGENT_DESC, last.code().words())
            .with(AGENT_DURATION, TimeUnit.NANOSECONDS.toMillis(last.durationNanos()))
            .with(AGENT_RISE, asked.state().rise())
            .with(AGENT_FALL, asked.state().fall())
            .with(AGENT_HEALTH, asked.state().health());
    String said = last.description();
    return switch (last.code()) {
      case L7OK ->
          AgentReport.parse(said).operation().isPresent()
              ? complete.with(AGENT_CODE, 0).with(LAST_AGT, "via agent : " + said)
              : unchanged(complete).with(LAST_AGT, said);
      case L7STS -> complete.with(AGENT_CODE, 0).with(LAST_AGT, "via agent : " + said);
      case L7RSP -> unchanged(complete).with(LAST_AGT, said);
      default -> complete.with(LAST_AGT, said);
    };
  }

  private static StatsRow unchanged(StatsRow row) {
    return row.with(AGENT_STATUS, "CHECKED").with(AGENT_DESC, "No status change");
  }
}
