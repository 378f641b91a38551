package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.log.AccessLog;
import io.mainstay.node.notice.Notices;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ServerSnapshot;
import io.mainstay.proxy.ServerState;
import io.mainstay.vip.docker.DockerDaemon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The containers of a real Engine are the servers of a node. */
@Tag("root")
@Timeout(600)
class DockerSourceRootTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Map<String, String> LABELS =
      Map.of("mainstay.backend", "app", "mainstay.port", "80");
  private static final String COMMAND = "touch /ok; exec sleep 1000";

  private static NodeConfig config(DockerDaemon engine) throws Exception {
    return new NodeConfigReader(HostResolver.SYSTEM)
        .readText(
            """
            mainstay {
              frontends.web { bind = "127.0.0.1:0", default-backend = app }
              backends.app {
                check = [ docker, "engine=ENGINE" ]
                inter = 200ms, check-timeout = 20s, rise = 1, fall = 1, init-state = fully-down
                servers-from.docker { engine = "ENGINE", network = back }
              }
            }
            """
                .replace("ENGINE", engine.address().toString()),
            "node.conf");
  }

  private static List<ServerSnapshot> servers(Proxy proxy) {
    return proxy.snapshot().backends().get(0).servers();
  }

  private static boolean isIn(Proxy proxy, String name, ServerState state) {
    return servers(proxy).stream()
        .anyMatch(server -> server.name().equals(name) && server.state() == state);
  }

  private static void await(String what, BooleanSupplier condition) {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(endNanos - System.nanoTime()).as("still waiting for %s", what).isPositive();
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void shouldFollowTheContainersOfAnEngine(@TempDir(cleanup = CleanupMode.ALWAYS) Path folder)
      throws Exception {
    try (DockerDaemon engine = DockerDaemon.start(folder)) {
      NodeConfig config = config(engine);
      Plugins plugins = PluginLoader.load(DockerSourceRootTest.class.getClassLoader());
      plugins.check(config);
      engine.runChecked("web1", COMMAND, "test -f /ok", LABELS);
      engine.runChecked("stranger", COMMAND, "test -f /ok", Map.of());
      try (Proxy proxy = Proxy.start(config.proxy());
          NodeHealth health =
              NodeHealth.start(
                  config, plugins, proxy, Notices.none(), AccessLog.none(), () -> {})) {
        await("the first", () -> isIn(proxy, "web1", ServerState.UP));
        assertThat(servers(proxy).get(0).address().getAddress().getHostAddress())
            .startsWith("10.231.8.");

        engine.runChecked("web2", COMMAND, "test -f /ok", LABELS);
        await("another", () -> isIn(proxy, "web2", ServerState.UP));
        assertThat(health.usableServers()).containsEntry("app", 2);
        assertThat(servers(proxy)).hasSize(2);

        engine.exec("web2", "rm", "/ok");
        await("out of the rotation", () -> isIn(proxy, "web2", ServerState.DOWN));
        assertThat(isIn(proxy, "web1", ServerState.UP)).isTrue();
        engine.exec("web2", "touch", "/ok");
        await("back", () -> isIn(proxy, "web2", ServerState.UP));

        engine.client().stopContainerCmd("web1").withTimeout(1).exec();
        await("gone", () -> servers(proxy).size() == 1);
        assertThat(servers(proxy).get(0).name()).isEqualTo("web2");
        engine.client().startContainerCmd("web1").exec();
        await("here again", () -> isIn(proxy, "web1", ServerState.UP));
      }
    }
  }
}
