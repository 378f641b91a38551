package io.mainstay.health.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthTarget;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs real scripts. */
class ScriptProbeTest {
  private static final HealthTarget TARGET = new HealthTarget("t", new InetSocketAddress(0));

  @TempDir private Path folder = Path.of("");

  private static ScriptProbe probe(@Nullable String user, String... command) {
    return new ScriptProbe(ScriptCommand.of(List.of(command), user));
  }

  private static CheckResult run(Duration limit, Path script) throws Exception {
    return probe(null, script.toString()).probe(TARGET, limit);
  }

  private static CheckResult run(String... command) throws Exception {
    return probe(null, command).probe(TARGET, Sleepers.PATIENCE);
  }

  @Test
  void shouldPassOnExitCode0AndShowTheFirstLine() throws Exception {
    CheckResult result = run("/bin/sh", "-c", "echo 'all  well'; echo more");

    assertThat(result.code()).isEqualTo(CheckCode.PROCOK);
    assertThat(result.status()).isZero();
    assertThat(result.description()).isEqualTo("exit code 0: all  well");
  }

  @Test
  void shouldFailOnAnyOtherExitCodeAndShowWhatWentToStandardError() throws Exception {
    CheckResult result = run("/bin/sh", "-c", "printf 'no\\troute\\n' >&2; exit 3");

    assertThat(result.code()).isEqualTo(CheckCode.PROCERR);
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.description()).isEqualTo("exit code 3: no route");
  }

  @Test
  void shouldPassWordsAsTheyAreBecauseThereIsNoShell() throws Exception {
    assertThat(run("/bin/echo", "$HOME; a  b *").description())
        .isEqualTo("exit code 0: $HOME; a  b *");
  }

  @Test
  void shouldSayThatAProgramIsMissing() throws Exception {
    CheckResult result = run("/no/such/program");

    assertThat(result.code()).isEqualTo(CheckCode.PROCERR);
    assertThat(result.description()).contains("/no/such/program").contains("No such file");
  }

  @Test
  void shouldNotBlockAScriptThatWritesALotNorKeepIt() throws Exception {
    CheckResult result = run("/bin/sh", "-c", "yes | head -c 1000000");

    assertThat(result.code()).isEqualTo(CheckCode.PROCOK);
    assertThat(result.description()).isEqualTo("exit code 0: y");
  }

  @Test
  void shouldEndAScriptThatWritesForEver() throws Exception {
    CheckResult result = probe(null, "/usr/bin/yes").probe(TARGET, Duration.ofMillis(500));

    assertThat(result.code()).isEqualTo(CheckCode.PROCTOUT);
    assertThat(result.description()).isEqualTo("not done within 500 ms, killed: y");
  }

  @Test
  void shouldGiveAScriptNoInput() throws Exception {
    assertThat(run("/bin/cat").code()).isEqualTo(CheckCode.PROCOK);
  }

  @Test
  void shouldNotWaitForWhatAScriptLeavesBehind() throws Exception {
    Sleepers sleepers = Sleepers.in(folder);
    Path script = sleepers.script("leave", "$SLEEP 1000 &\necho left\n");
    try {
      assertThat(run(script.toString()).description()).isEqualTo("exit code 0: left");
    } finally {
      sleepers.end();
    }
  }

  @Test
  void shouldKillAScriptThatIgnoresSigtermWithAllItsChildrenWhenItIsLate() throws Exception {
    Sleepers sleepers = Sleepers.in(folder);
    Path script =
        sleepers.script(
            "stubborn",
            """
            trap '' TERM
            $SLEEP 1000 &
            ( $SLEEP 1000 & echo grandchild; $SLEEP 1000 ) &
            while :; do $SLEEP 1000; done
            """);

    CheckResult result = run(Duration.ofSeconds(3), script);

    assertThat(result.code()).isEqualTo(CheckCode.PROCTOUT);
    assertThat(result.description()).isEqualTo("not done within 3000 ms, killed: grandchild");
    assertThat(sleepers.running()).isEmpty();
    assertThat(new ProcessTable().running().filter(stat -> stat.command().equals("stubborn")))
        .isEmpty();
  }

  @Test
  void shouldLetAScriptCleanUpOnSigterm() throws Exception {
    Path file = folder.resolve("cleaned");
    Sleepers sleepers = Sleepers.in(folder);
    Path script =
        sleepers.script("polite", "trap ': > " + file + "; exit 0' TERM\n$SLEEP 1000 &\nwait\n");

    CheckResult result = run(Duration.ofSeconds(2), script);

    assertThat(result.code()).isEqualTo(CheckCode.PROCTOUT);
    assertThat(file).exists();
    assertThat(sleepers.running()).isEmpty();
  }

  @Test
  void shouldKillAScriptWhoseProbeIsCancelled() throws Exception {
    Sleepers sleepers = Sleepers.in(folder);
    Path script = sleepers.script("long", "$SLEEP 1000 &\n$SLEEP 1000\n");
    ScriptProbe probe = probe(null, script.toString());
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                probe.probe(TARGET, Duration.ofMinutes(5));
                interrupted.complete(false);
              } catch (InterruptedException e) {
                interrupted.complete(true);
              }
            });
    thread.start();
    Sleepers.await("the children run", () -> sleepers.running().size() == 2);

    thread.interrupt();

    thread.join(Sleepers.PATIENCE.toMillis());
    assertThat(interrupted).isCompletedWithValue(true);
    assertThat(sleepers.running()).isEmpty();
  }

  @Test
  void shouldRefuseToChangeTheUserWithoutBeingRoot() {
    assertThatThrownBy(() -> ScriptCommand.of(List.of("/bin/true"), "nobody", 1_000_001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "only root can run a script as user 'nobody', and this node runs as uid 1000001; leave"
                + " user out, or start the node as root");
  }

  @Test
  void shouldRefuseAnUnknownUser() {
    assertThatThrownBy(() -> probe("no-such-user", "/bin/true"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no user 'no-such-user' on this host");
  }

  @Test
  void shouldNotChangeTheUserWhenItIsTheNodesOwn() {
    int root = 0;
    assertThat(ScriptCommand.of(List.of("/bin/true"), "root", root).words())
        .hasSize(2)
        .endsWith("/bin/true");
  }

  @Test
  @Tag("root")
  void shouldRunAsTheUserWithItsGroupsAndHome() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root to change the user");

    CheckResult result =
        probe("nobody", "/bin/sh", "-c", "echo $(id -un) $(id -Gn) $HOME")
            .probe(TARGET, Sleepers.PATIENCE);

    String home = PasswdEntry.of("nobody").orElseThrow().home();
    assertThat(result.description()).isEqualTo("exit code 0: nobody nogroup " + home);
  }
}
