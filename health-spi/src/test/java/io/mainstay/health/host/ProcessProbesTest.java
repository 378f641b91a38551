package io.mainstay.health.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthTarget;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes real processes of this host. */
class ProcessProbesTest {
  private static final HealthTarget TARGET = new HealthTarget("t", new InetSocketAddress(0));
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder = Path.of("");

  private static NamedProcessProbe named(String... words) {
    return new NamedProcessProbe(List.of(words));
  }

  private static CheckResult pidFile(Path file, String... words) {
    return new PidFileProbe(file, List.of(words)).probe(TARGET, SECOND);
  }

  @Test
  void shouldFindAProcessMissItWhenItDiesAndFindItsSuccessor() throws Exception {
    Sleepers sleepers = Sleepers.in(folder);
    NamedProcessProbe probe = named(sleepers.name());
    assertThat(probe.probe(TARGET, SECOND).description())
        .isEqualTo("no process " + sleepers.name());
    Process first = sleepers.start();
    Process second = sleepers.start();
    try {
      Sleepers.await("the process runs", () -> probe.probe(TARGET, SECOND).passed());
      Sleepers.await("both run", () -> sleepers.running().size() == 2);

      first.destroyForcibly().waitFor();
      assertThat(probe.probe(TARGET, SECOND).description())
          .isEqualTo("process " + sleepers.name() + " is " + second.pid());

      second.destroyForcibly().waitFor();
      assertThat(probe.probe(TARGET, SECOND).passed()).isFalse();
    } finally {
      sleepers.end();
    }
  }

  @Test
  void shouldHeedArgumentsAndPaths() throws Exception {
    Sleepers sleepers = Sleepers.in(folder);
    Process process = sleepers.start();
    try {
      Sleepers.await("it runs", () -> sleepers.running().size() == 1);

      assertThat(named(sleepers.name(), "1000").probe(TARGET, SECOND).passed()).isTrue();
      assertThat(named(sleepers.name(), "2000").probe(TARGET, SECOND).passed()).isFalse();
      assertThat(named(sleepers.program().toString()).probe(TARGET, SECOND).passed()).isTrue();
      assertThat(named("/bin/" + sleepers.name()).probe(TARGET, SECOND).passed()).isFalse();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void shouldNotTakeTheNodeItselfForAnotherJava() {
    String self = ProcessHandle.current().info().commandLine().orElse("java");
    String[] words = self.split(" ", -1);

    assertThat(named(words).probe(TARGET, SECOND).passed()).isFalse();
  }

  @Test
  void shouldFollowAPidFile() throws Exception {
    Sleepers sleepers = Sleepers.in(folder);
    Path file = folder.resolve("x.pid");
    assertThat(pidFile(file).description()).isEqualTo(file + " is missing");
    Files.writeString(file, "soon\n");
    assertThat(pidFile(file).description()).isEqualTo(file + " holds no process number but 'soon'");
    Process process = sleepers.start();
    try {
      Sleepers.await("it runs", () -> sleepers.running().size() == 1);
      Files.writeString(file, process.pid() + "\n");

      assertThat(pidFile(file).description()).isEqualTo("process " + process.pid());
      assertThat(pidFile(file, sleepers.name()).passed()).isTrue();
      assertThat(pidFile(file, "haproxy").description())
          .isEqualTo(
              "process "
                  + process.pid()
                  + " of "
                  + file
                  + " is '"
                  + sleepers.name()
                  + "', not 'haproxy'");
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(pidFile(file).description())
        .isEqualTo("process " + process.pid() + " of " + file + " is gone");
  }
}
