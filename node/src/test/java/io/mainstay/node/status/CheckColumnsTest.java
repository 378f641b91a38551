package io.mainstay.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCounts;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthState;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.check.AgentReport;
import io.mainstay.node.status.NodeSnapshot.ServerHealth;
import io.mainstay.proxy.stats.StatsColumn;
import io.mainstay.proxy.stats.StatsRow;
import io.mainstay.proxy.stats.StatsTable;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real HAProxy shows in its columns of agents after the same lines. */
class CheckColumnsTest {
  private static StatsRow row(ServerHealth health) {
    NodeSnapshot node = Snapshots.named("app", "");
    NodeSnapshot with =
        new NodeSnapshot(
            node.node(),
            node.uptimeSeconds(),
            node.election(),
            node.peers(),
            node.notices(),
            node.log(),
            node.proxy(),
            Map.of("app/app1", health),
            node.healthNanos());
    return StatsTable.of(node.proxy()).stream()
        .filter(row -> row.get(StatsColumn.SVNAME).equals("app1"))
        .map(row -> CheckColumns.complete(row, with))
        .findFirst()
        .orElseThrow();
  }

  private static HealthSnapshot asked(int health, CheckCode code, String said) {
    return new HealthSnapshot(
        new HealthTarget("agent:app/app1", Snapshots.ADDRESS),
        new HealthState(health, 1, 1),
        false,
        CheckResult.of(code, said, 2_900_000),
        0,
        0,
        new HealthCounts(1, 0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "1, L7OK, up, L7OK, 0, Layer7 check passed, via agent : up",
    "1, L7OK, 75%, CHECKED, '', No status change, 75%",
    "0, L7STS, down (broken), L7STS, 0, Layer7 wrong status, via agent : down (broken)",
    "0, L7RSP, no agent's line: x, CHECKED, '', No status change, no agent's line: x",
    "0, L4CON, Connection refused, L4CON, '', Layer4 connection problem, Connection refused"
  })
  void shouldShowHowTheAgentWasAsked(
      int health,
      CheckCode code,
      String said,
      String status,
      String number,
      String description,
      String last) {
    StatsRow row =
        row(
            new ServerHealth(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(asked(health, code, said))));
    assertThat(row.get(StatsColumn.AGENT_STATUS)).isEqualTo(status);
    assertThat(row.get(StatsColumn.AGENT_CODE)).isEqualTo(number);
    assertThat(row.get(StatsColumn.AGENT_DESC)).isEqualTo(description);
    assertThat(row.get(StatsColumn.LAST_AGT)).isEqualTo(last);
    assertThat(row.get(StatsColumn.AGENT_DURATION)).isEqualTo("2");
    assertThat(row.get(StatsColumn.AGENT_RISE)).isEqualTo("1");
    assertThat(row.get(StatsColumn.AGENT_FALL)).isEqualTo("1");
    assertThat(row.get(StatsColumn.AGENT_HEALTH)).isEqualTo(String.valueOf(health));
    assertThat(row.get(StatsColumn.STATUS)).isEqualTo("no check");
  }

  @Test
  void shouldShowNothingOfAnAgentThatIsNotThere() {
    StatsRow row = row(ServerHealth.UNKNOWN);
    for (StatsColumn column : StatsColumn.values()) {
      if (column.name().startsWith("AGENT_") || column == StatsColumn.LAST_AGT) {
        assertThat(row.get(column)).as(column.title()).isEmpty();
      }
    }
  }

  @Test
  void shouldShowDescriptionsOfChecks() {
    ServerHealth health =
        new ServerHealth(
            Optional.of(asked(1, CheckCode.L4OK, "")),
            Optional.empty(),
            Optional.of(AgentReport.parse("up")),
            Optional.empty());
    assertThat(row(health).get(StatsColumn.CHECK_DESC)).isEqualTo("Layer4 check passed");
    assertThat(row(health).get(StatsColumn.STATUS)).isEqualTo("UP");
  }
}
