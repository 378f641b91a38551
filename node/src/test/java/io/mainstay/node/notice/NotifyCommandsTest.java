package io.mainstay.node.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyCommandsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder = Path.of("");

  private List<String> script(String body) throws Exception {
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/bin/sh\ncd '" + folder + "'\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return List.of(script.toString(), "own");
  }

  private static NotifyCommands commands(
      Map<NotifyState, List<String>> states, Optional<List<String>> any, Duration limit) {
    return new NotifyCommands(
        Map.of("vip", new NotifyHooks(states, any, Optional.empty(), limit)), Map.of());
  }

  private List<String> calls() throws Exception {
    return Files.readAllLines(folder.resolve("calls"));
  }

  @Test
  void shouldCallWithKeepalivedsArgumentsInTheOrderOfTheStates() throws Exception {
    List<String> script = script("echo \"$*\" >> calls");
    NotifyCommands commands =
        commands(Map.of(NotifyState.MASTER, script), Optional.of(script), LONG);

    commands.onEvent(Events.vrrp("BACKUP", 100));
    commands.onEvent(Events.vrrp("MASTER", 100));
    commands.onEvent(Events.vrrp("FAULT", 100));
    commands.onEvent(Events.vrrp("INIT", 100));
    commands.stop();
    commands.close(LONG);

    assertThat(calls())
        .containsExactly(
            "own INSTANCE vip BACKUP 100",
            "own",
            "own INSTANCE vip MASTER 100",
            "own INSTANCE vip FAULT 100",
            "own INSTANCE vip STOP 100");
    assertThat(Events.only(commands).delivered()).isEqualTo(5);
  }

  @Test
  void shouldKillWhatDoesNotEndInTime() throws Exception {
    NotifyCommands commands =
        commands(Map.of(), Optional.of(script("exec cat < fifo")), Duration.ofMillis(300));
    new ProcessBuilder("mkfifo", folder.resolve("fifo").toString()).start().waitFor();

    commands.onEvent(Events.vrrp("MASTER", 100));
    commands.stop();
    commands.close(LONG);

    assertThat(Events.only(commands).problem())
        .endsWith("did not end within 300 ms and was killed");
    assertThat(Events.only(commands).failed()).isEqualTo(1);
  }

  @Test
  void shouldDropTheOldestStatesOfARouterWhoseCommandsAreSlow() throws Exception {
    List<String> script = script("echo $5 >> calls; while [ ! -e go ]; do sleep 0.02; done");
    NotifyCommands commands = commands(Map.of(), Optional.of(script), LONG);

    commands.onEvent(Events.vrrp("MASTER", 1));
    Events.await(() -> Files.exists(folder.resolve("calls")));
    for (int priority = 2; priority <= 40; priority++) {
      commands.onEvent(Events.vrrp(priority % 2 == 0 ? "BACKUP" : "MASTER", priority));
    }
    Files.createFile(folder.resolve("go"));
    commands.stop();
    commands.close(LONG);

    List<String> calls = calls();
    assertThat(calls).hasSize(17).startsWith("1", "25").endsWith("39", "40");
    assertThat(Events.only(commands).dropped()).isEqualTo(23);
  }
}
