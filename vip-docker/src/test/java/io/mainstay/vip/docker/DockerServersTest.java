package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.health.source.FoundServer;
import io.mainstay.health.source.ServerListener;
import io.mainstay.health.source.ServerSource;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without events, and with an Engine that comes and goes. */
class DockerServersTest {

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Map<String, String> LABELS =
      Map.of("mainstay.backend", "app", "mainstay.port", "80");

  private final BlockingQueue<List<FoundServer>> found = new LinkedBlockingQueue<>();

  private static FoundServer server(String name) {
    return new FoundServer(
        name, new InetSocketAddress(Literal.of("10.231.8.2"), 80), OptionalInt.empty());
  }

  private DockerServers start(FakeEngine engine) {
    return start(engine, found::add);
  }

  private static DockerServers start(FakeEngine engine, ServerListener listener) {
    return DockerServers.start(
        DockerSourceSettings.parse("app", Map.of("engine", engine.address().toString())),
        POLL,
        listener);
  }

  private void assertNext(FoundServer... expected) throws InterruptedException {
    assertThat(found.poll(60, TimeUnit.SECONDS)).isEqualTo(List.of(expected));
  }

  @Test
  void shouldTellThatThereIsNobody(@TempDir Path folder) throws Exception {
    try (FakeEngine engine = FakeEngine.unix(folder).container("other");
        DockerServers servers = start(engine)) {
      assertThat(servers).isNotNull();
      assertNext();
    }
  }

  @Test
  void shouldTellWhoComesAndGoes(@TempDir Path folder) throws Exception {
    try (FakeEngine engine = FakeEngine.unix(folder).container("web1").container("other")) {
      engine.labels("web1", LABELS).labels("other", Map.of("mainstay.backend", "app"));
      try (DockerServers servers = start(engine)) {
        assertThat(servers).isNotNull();
        assertNext(server("web1"));
        engine.labels("other", LABELS);
        assertNext(server("web1"), server("other"));
        engine.status("web1", "exited");
        assertNext(server("other"));
      }
    }
  }

  @Test
  void shouldKeepTheServersWhileTheEngineIsAway(@TempDir Path folder) throws Exception {
    FakeEngine engine = FakeEngine.unix(folder).container("web1").labels("web1", LABELS);
    try (DockerServers servers = start(engine)) {
      assertThat(servers).isNotNull();
      assertNext(server("web1"));
      engine.close();
      engine =
          FakeEngine.unix(folder)
              .container("web1")
              .labels("web1", LABELS)
              .container("web2")
              .labels("web2", LABELS);
      assertNext(server("web1"), server("web2"));
    } finally {
      engine.close();
    }
  }

  @Test
  void shouldGoOnWhenTheEnginesAnswerMakesNoSense(@TempDir Path folder) throws Exception {
    try (FakeEngine engine = FakeEngine.unix(folder).container("web1").labels("web1", LABELS);
        DockerServers servers = start(engine)) {
      assertThat(servers).isNotNull();
      assertNext(server("web1"));
      for (String body : List.of("null", "[null]", "[{}]", "[{\"Id\":null,\"Labels\":{}}]", "{}")) {
        engine.nextBody("GET /containers/json", body);
      }
      // "nobody" is an answer that makes sense
      engine.container("web2").labels("web2", LABELS);
      List<FoundServer> now = List.of();
      while (!now.equals(List.of(server("web1"), server("web2")))) {
        now = found.poll(60, TimeUnit.SECONDS);
        assertThat(now).as("it still looks").isNotNull();
      }
    }
  }

  @Test
  void shouldGoOnWhenAListenerFails(@TempDir Path folder) throws Exception {
    try (FakeEngine engine = FakeEngine.unix(folder).container("web1").labels("web1", LABELS);
        DockerServers servers =
            start(
                engine,
                now -> {
                  found.add(now);
                  throw new IllegalStateException("a listener's own mistake");
                })) {
      assertThat(servers).isNotNull();
      assertNext(server("web1"));
      engine.status("web1", "paused");
      assertNext();
    }
  }

  @Test
  void shouldFollowItsOwnLabelNetworkAndPort(@TempDir Path folder) throws Exception {
    try (FakeEngine engine = FakeEngine.unix(folder).container("web1").container("web2")) {
      engine.labels("web1", Map.of("role", "web")).labels("web2", Map.of("role", "db"));
      Map<String, String> settings =
          Map.of("engine", engine.address().toString(), "label", "role=web", "port", "80");
      try (ServerSource source = new DockerSourceFactory().start("app", settings, found::add)) {
        assertThat(source).isNotNull();
        assertNext(server("web1"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "engine | http://x | must be unix:///path/to/docker.sock or tcp://host:port",
        "port | 0 | must be 1 to 65535, not '0'",
        "network | a/b | is no Docker name or id",
        "label | =x | must be a label's name, or name=value",
        "lable | x | lable",
      })
  void shouldRefuseSettingsThatMakeNoSense(String key, String value, String problem) {
    assertThatThrownBy(() -> new DockerSourceFactory().check("app", Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }
}
