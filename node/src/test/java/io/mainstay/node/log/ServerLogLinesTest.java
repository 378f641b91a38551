package io.mainstay.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.node.log.ServerChange.Standing;
import io.mainstay.node.log.ServerChange.Usable;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerLoad;
import io.mainstay.proxy.ServerState;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines that a real HAProxy has written of the same changes. */
class ServerLogLinesTest {
  private static final Server WEB1 = new Server("web1", new InetSocketAddress("192.0.2.1", 80), 1);
  private static final Standing UP = new Standing(ServerState.UP, ServerAdmin.READY);
  private static final Standing DOWN = new Standing(ServerState.DOWN, ServerAdmin.READY);
  private static final Usable TWO = new Usable(2, 1);
  private static final Usable ONE = new Usable(1, 1);
  private static final ServerLoad BUSY = new ServerLoad(3, 2);

  private static ServerChange change(Standing from, Standing to, Usable before, Usable after) {
    CheckResult refused =
        CheckResult.of(CheckCode.L4CON, "Connection \"refused\"\n", 1_999_999_999L);
    return new ServerChange(
        "app",
        WEB1,
        from,
        to,
        Optional.empty(),
        Optional.of(refused),
        Optional.empty(),
        before,
        after,
        BUSY);
  }

  private static List<String> lines(ServerChange change) {
    return ServerLogLines.lines(change, false, true).stream()
        .map(line -> line.level() + " " + line.text())
        .toList();
  }

  @Test
  void shouldSayWhyAServerIsDownAndWhoIsLeft() {
    assertThat(lines(change(UP, DOWN, TWO, ONE)))
        .containsExactly(
            "ALERT Server app/web1 is DOWN, reason: Layer4 connection problem, info: \"Connection"
                + " <22>refused<22><0A>\", check duration: 1999ms. 1 active and 1 backup servers"
                + " left. 3 sessions active, 2 requeued, 0 remaining in queue.");
  }

  @Test
  void shouldSayThatABackendHasNobodyOnceAndThatBackupsStandIn() {
    assertThat(lines(change(UP, DOWN, ONE, new Usable(0, 1))))
        .singleElement()
        .asString()
        .contains("0 active and 1 backup servers left. Running on backup. 3 sessions active");
    assertThat(lines(change(UP, DOWN, new Usable(1, 0), new Usable(0, 0))))
        .last()
        .isEqualTo("EMERG backend app has no server available!");
    assertThat(lines(change(UP, DOWN, new Usable(0, 0), new Usable(0, 0)))).hasSize(1);
    assertThat(
            ServerLogLines.lines(change(UP, DOWN, new Usable(1, 0), new Usable(0, 0)), true, false))
        .extracting(line -> line.text())
        .containsExactly(
            "Server app/web1 is DOWN. 0 active and 0 backup servers left. 3 sessions active, 0"
                + " requeued, 0 remaining in queue.",
            "proxy app has no server available!");
  }

  @Test
  void shouldAlarmNobodyOfAServerThatWasLeaving() {
    Standing stopping = new Standing(ServerState.NOLB, ServerAdmin.READY);
    Standing drained = new Standing(ServerState.UP, ServerAdmin.DRAIN);
    assertThat(lines(change(UP, stopping, TWO, ONE)))
        .singleElement()
        .asString()
        .startsWith("NOTICE Server app/web1 is stopping, reason: ")
        .endsWith("1 active and 1 backup servers online. 0 sessions requeued, 2 total in queue.");
    assertThat(lines(change(stopping, DOWN, ONE, ONE))).first().asString().startsWith("NOTICE");
    assertThat(lines(change(drained, new Standing(ServerState.DOWN, ServerAdmin.DRAIN), ONE, ONE)))
        .first()
        .asString()
        .startsWith("NOTICE Server app/web1 is DOWN");
  }

  @Test
  void shouldSayWhatIsWantedOfAServer() {
    Standing drained = new Standing(ServerState.UP, ServerAdmin.DRAIN);
    Standing maintained = new Standing(ServerState.UP, ServerAdmin.MAINT);
    Standing downThere = new Standing(ServerState.DOWN, ServerAdmin.MAINT);
    assertThat(lines(change(UP, drained, TWO, ONE)))
        .containsExactly(
            "NOTICE Server app/web1 enters drain state. 1 active and 1 backup servers online. 0"
                + " sessions requeued, 2 total in queue.");
    assertThat(lines(change(drained, UP, ONE, TWO)))
        .containsExactly("NOTICE Server app/web1 is UP (leaving forced drain).");
    assertThat(lines(change(UP, maintained, TWO, ONE)))
        .containsExactly(
            "ALERT Server app/web1 is going DOWN for maintenance. 1 active and 1 backup servers"
                + " left. 3 sessions active, 2 requeued, 0 remaining in queue.");
    assertThat(lines(change(DOWN, downThere, ONE, ONE)))
        .containsExactly("NOTICE Server app/web1 was DOWN and now enters maintenance.");
    assertThat(lines(change(maintained, downThere, ONE, ONE))).isEmpty();
    assertThat(lines(change(maintained, UP, ONE, TWO)))
        .containsExactly("NOTICE Server app/web1 is UP/READY (leaving forced maintenance).");
    assertThat(lines(change(maintained, drained, ONE, ONE)))
        .containsExactly("NOTICE Server app/web1 is UP/DRAIN (leaving forced maintenance).");
  }
}
