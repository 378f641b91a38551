package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckResult;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerCheckTest {

  private static final HealthTarget TARGET =
      new HealthTarget("app/web1", InetSocketAddress.createUnresolved("web1", 80));

  private FakeEngine engine;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    engine = FakeEngine.unix(folder).container("web1").container("web2");
  }

  @AfterEach
  void end() throws IOException {
    engine.close();
  }

  private static HealthCheck check(String line) {
    return new DockerCheckFactory()
        .create(CheckSpec.parse(line), new CheckEnvironment(Runnable::run));
  }

  private CheckResult probe(String line, Duration timeout) throws Exception {
    return check(line + " engine=" + engine.address())
        .probe(TARGET, timeout)
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private CheckResult probe(String line) throws Exception {
    return probe(line, Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "running    |           | PROCOK  | -1  | running",
        "running    | none      | PROCOK  | -1  | running",
        "running    | healthy   | L7OK    | -1  | healthy",
        "running    | starting  | L7STS   | -1  | starting: first line second line",
        "running    | unhealthy | L7STS   | -1  | unhealthy: first line second line",
        "paused     | healthy   | PROCERR | -1  | paused",
        "restarting |           | PROCERR | -1  | restarting",
        "created    |           | PROCERR | -1  | created",
        "exited     | unhealthy | PROCERR | 137 | exited with code 137",
        "dead       |           | PROCERR | 137 | dead with code 137",
      })
  void shouldJudgeTheStateOfAContainer(
      String status, @Nullable String health, CheckCode code, int exit, String description)
      throws Exception {
    engine.status("web1", status);
    engine.health("web1", health == null ? "" : health);
    CheckResult result = probe("docker web1");
    assertThat(result.code()).isEqualTo(code);
    assertThat(result.status()).isEqualTo(exit);
    assertThat(result.description()).isEqualTo(description);
  }

  @Test
  void shouldAskForTheContainerThatIsCalledLikeTheServer() throws Exception {
    engine.status("web2", "paused");
    assertThat(probe("docker").code()).isEqualTo(CheckCode.PROCOK);
    assertThat(probe("docker web2").code()).isEqualTo(CheckCode.PROCERR);
  }

  @Test
  void shouldFailForAContainerThatDoesNotExist() throws Exception {
    CheckResult result = probe("docker nobody");
    assertThat(result.code()).isEqualTo(CheckCode.PROCERR);
    assertThat(result.description()).contains("No such container: nobody");
  }

  @Test
  void shouldSayThatTheEngineDoesNotAnswer() throws Exception {
    engine.hang();
    CheckResult result = probe("docker web1", Duration.ofMillis(200));
    assertThat(result.code()).isEqualTo(CheckCode.PROCTOUT);
    engine.resume();
    assertThat(probe("docker web1").code()).isEqualTo(CheckCode.PROCOK);
  }

  @Test
  void shouldNotKnowWithoutAnEngine() throws Exception {
    engine.close();
    CheckResult result = probe("docker web1");
    assertThat(result.code()).isEqualTo(CheckCode.UNK);
    assertThat(result.description()).contains("cannot be reached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker web1 web2", "docker 'a/b'", "docker web1 interval=3"})
  void shouldRefuseWhatItDoesNotKnow(String line) {
    assertThatThrownBy(() -> check(line))
        .hasMessageContaining("a docker check is written 'docker'");
  }

  @Test
  void shouldRefuseAnEngineThatIsNoAddress() {
    assertThatThrownBy(() -> check("docker web1 engine=/var/run/docker.sock"))
        .hasMessageContaining("docker check: engine must be unix:///path/to/docker.sock");
  }
}
