package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without events, and with an Engine that comes and goes. */
class DockerServersTest {

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Map<String, String> LABELS =
      Map.of("mainstay.backend", "app", "mainstay.port", "80");

  private final BlockingQueue<ServerChange> changes = new LinkedBlockingQueue<>();

  private static DiscoveredServer server(String name) {
    return new DiscoveredServer(
        "app", name, new InetSocketAddress(Literal.of("10.231.8.2"), 80), 1);
  }

  private void assertNext(ServerChange expected) throws InterruptedException {
    assertThat(changes.poll(60, TimeUnit.SECONDS)).isEqualTo(expected);
  }

  @Test
  void shouldTellWhoComesAndGoes(@TempDir Path folder) throws Exception {
    try (FakeEngine engine = FakeEngine.unix(folder).container("web1").container("other")) {
      engine.labels("web1", LABELS).labels("other", Map.of("mainstay.backend", "app"));
      try (DockerServers servers = DockerServers.start(engine.address(), POLL, changes::addAll)) {
        assertNext(new ServerChange.Add(server("web1")));
        engine.labels("other", LABELS);
        assertNext(new ServerChange.Add(server("other")));
        engine.status("web1", "exited");
        assertNext(new ServerChange.Drain(server("web1")));
        assertThat(servers.servers()).containsExactly(server("other"));
      }
    }
  }

  @Test
  void shouldKeepTheServersWhileTheEngineIsAway(@TempDir Path folder) throws Exception {
    FakeEngine engine = FakeEngine.unix(folder).container("web1").labels("web1", LABELS);
    try (DockerServers servers = DockerServers.start(engine.address(), POLL, changes::addAll)) {
      assertNext(new ServerChange.Add(server("web1")));
      engine.close();
      engine =
          FakeEngine.unix(folder)
              .container("web1")
              .labels("web1", LABELS)
              .container("web2")
              .labels("web2", LABELS);
      assertNext(new ServerChange.Add(server("web2")));
      assertThat(servers.servers()).containsExactly(server("web1"), server("web2"));
    } finally {
      engine.close();
    }
  }

  @Test
  void shouldGoOnWhenAListenerFails(@TempDir Path folder) throws Exception {
    try (FakeEngine engine = FakeEngine.unix(folder).container("web1").labels("web1", LABELS);
        DockerServers servers =
            DockerServers.start(
                engine.address(),
                POLL,
                all -> {
                  changes.addAll(all);
                  throw new IllegalStateException("a listener's own mistake");
                })) {
      assertNext(new ServerChange.Add(server("web1")));
      engine.status("web1", "paused");
      assertNext(new ServerChange.Drain(server("web1")));
      assertThat(servers.servers()).isEmpty();
    }
  }

  @Test
  void shouldRefuseAnAddressThatIsNone() {
    assertThatThrownBy(() -> DockerServers.start(URI.create("http://x"), changes::addAll))
        .hasMessageContaining("must be unix:///path/to/docker.sock or tcp://host:port");
  }
}
