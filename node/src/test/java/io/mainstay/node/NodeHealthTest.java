package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.log.AccessLog;
import io.mainstay.node.notice.Notices;
import io.mainstay.node.track.TrackerState;
import io.mainstay.proxy.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health of a node on loopback: servers and trackers on one monitor. */
class NodeHealthTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");
  private final BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
  private Plugins plugins = new Plugins(java.util.Map.of(), java.util.Map.of(), java.util.Map.of());

  @BeforeEach
  void loadPlugins() throws Exception {
    plugins = PluginLoader.load(NodeHealthTest.class.getClassLoader());
  }

  private static NodeConfig config(int server, String trackers) throws InvalidConfigException {
    String text =
        """
        mainstay {
          frontends.web { bind = "127.0.0.1:0", default-backend = app }
          backends.app { inter = 20ms, check-timeout = 5s, servers { web1 = "127.0.0.1:PORT" } }
          routers.vip {
            interface = lo, vrid = 1, addresses = [ "10.0.0.9" ], mover = none
            trackers {
        TRACKERS
            }
          }
        }
        """
            .replace("PORT", String.valueOf(server))
            .replace("TRACKERS", trackers);
    return new NodeConfigReader(HostResolver.SYSTEM).readText(text, "node.conf");
  }

  private NodeHealth start(NodeConfig config, Proxy proxy) throws InvalidConfigException {
    return NodeHealth.start(
        config, plugins, proxy, Notices.none(), AccessLog.none(), () -> changes.add(true));
  }

  private TrackerState awaitDetail(NodeHealth health, int index, String detail) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!health.trackers("vip").get(index).detail().equals(detail)) {
      assertThat(changes.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS))
          .as("still waiting for '%s' in %s", detail, health.trackers("vip"))
          .isNotNull();
    }
    return health.trackers("vip").get(index);
  }

  @Test
  void shouldTellEachChangeOfServersTrackersAndWeights() throws Exception {
    Path gate = folder.resolve("gate");
    Path weight = Files.writeString(folder.resolve("weight"), "5");
    String trackers =
        """
              gate { file = "GATE" }
              weight { file = "WEIGHT", weight = content }
              web1 { server = "app/web1", weight = -9 }
              listens { frontend = web }
        """
            .replace("GATE", gate.toString())
            .replace("WEIGHT", weight.toString());
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    NodeConfig config = config(server.getLocalPort(), trackers);
    try (Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health = start(config, proxy)) {
      health.awaitFirstResults(PATIENCE);
      assertThat(health.trackers("vip"))
          .extracting(TrackerState::detail)
          .containsExactly(
              gate + " is missing",
              weight + " says 5",
              "server app/web1 is up",
              "frontend web listens");

      Files.createFile(gate);
      assertThat(awaitDetail(health, 0, gate + " exists").ok()).isTrue();

      Path next = Files.writeString(folder.resolve("next"), "-7");
      Files.move(next, weight, StandardCopyOption.ATOMIC_MOVE);
      assertThat(awaitDetail(health, 1, weight + " says -7").added()).isEqualTo(-7);

      server.close();
      assertThat(awaitDetail(health, 2, "server app/web1 is down").added()).isEqualTo(-9);
    }
  }

  @Test
  void shouldNotCountWhatTheConfigurationTakesOut() throws Exception {
    NodeConfig config =
        new NodeConfigReader(HostResolver.SYSTEM)
            .readText(
                """
                mainstay {
                  frontends.web { bind = "127.0.0.1:0", default-backend = app }
                  backends.app {
                    check = none
                    servers {
                      a { address = "127.0.0.1:9", state = maint }
                      b { address = "127.0.0.1:9", weight = 0 }
                      c = "127.0.0.1:9"
                    }
                  }
                }
                """,
                "node.conf");
    try (Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health = start(config, proxy)) {
      assertThat(health.usableServers()).containsEntry("app", 1);
    }
  }

  @Test
  void shouldRefuseATrackersCheckThatNoPluginGives() throws Exception {
    NodeConfig config = config(1, "  dns { check = dsn, address = \"127.0.0.1:53\" }");

    assertThatThrownBy(() -> plugins.check(config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "node.conf:7: there is no check 'dsn'; there are: none, docker, file, grpc, http, https,"
                + " pid-file, process, script, tcp, tcp-check, tls");
  }

  @Test
  void shouldKillARunningScriptWhenItStops() throws Exception {
    Path pid = folder.resolve("pid");
    NodeConfig config =
        config(
            1,
            "  s { script = [ \"/bin/sh\", \"-c\", \"echo $$ > "
                + pid
                + "; trap '' TERM; sleep 1000\" ], timeout = 1h }\n"
                + "  runs { pid-file = \""
                + pid
                + "\" }");
    try (Proxy proxy = Proxy.start(config.proxy())) {
      long number;
      try (NodeHealth health = start(config, proxy)) {
        while (!health.trackers("vip").get(1).detail().startsWith("process ")) {
          assertThat(changes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        }
        number = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(number)).isPresent();
      }
      assertThat(ProcessHandle.of(number).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }
}
