package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.log.AccessLog;
import io.mainstay.node.notice.Notices;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerSnapshot;
import io.mainstay.proxy.ServerState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same agent tells a real HAProxy and a node: both make the same of every word. */
@Tag("root")
@Timeout(180)
class AgentBesideHaproxyTest {
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Each after the other, so that each goes on from what was said before. */
  private static final String[] LINES = {
    "100%",
    "75%",
    "50% maxconn:30",
    "0%",
    "33%",
    "256%",
    "100% maxconn:0",
    "drain",
    "ready",
    "maint",
    "ready 20%",
    "down #broken",
    "up",
    "fail",
    "up ready 100%",
    "stopped",
    "up",
    "3%,maxconn:7",
    "DRAIN",
    "READY 100%"
  };

  @TempDir private Path folder = Path.of("");
  private volatile String says = "up ready 100%";

  /** What a server is after a line; in maintenance HAProxy does not say whether it is down. */
  private record Standing(int weight, int maxConn, boolean down, String admin) {}

  @Test
  void shouldMakeTheSameOfEveryWordAsHaproxy() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(HAPROXY), "needs haproxy");
    try (ServerSocket agent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answer(agent), "agent");
      answering.setDaemon(true);
      answering.start();
      Process haproxy = haproxy(agent.getLocalPort());
      NodeConfig config = config(agent.getLocalPort());
      try (Proxy proxy = Proxy.start(config.proxy());
          NodeHealth health = health(config, proxy)) {
        assertThat(health).isNotNull();
        for (String line : LINES) {
          says = line;
          awaitSame(line, proxy);
        }
      } finally {
        haproxy.destroy();
        haproxy.waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  /** Whichever of the two has heard first waits for the other. */
  private void awaitSame(String line, Proxy proxy) throws IOException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    long agreed = 0;
    while (agreed < 20) {
      Standing theirs = theirs();
      Standing ours = ours(proxy);
      agreed = theirs.equals(ours) ? agreed + 1 : 0;
      assertThat(endNanos - System.nanoTime())
          .as("after '%s': HAProxy %s, Mainstay %s", line, theirs, ours)
          .isPositive();
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static Standing ours(Proxy proxy) {
    ServerSnapshot server = proxy.snapshot().backends().get(0).servers().get(0);
    return new Standing(
        server.weight(),
        server.maxConn(),
        server.admin() != ServerAdmin.MAINT && server.state() == ServerState.DOWN,
        server.admin() == ServerAdmin.READY ? "ready" : server.admin().name());
  }

  /** From the columns that HAProxy's statistics have. */
  private Standing theirs() throws IOException {
    String[] lines = ask("show stat app 4 -1\n").split("\n", -1);
    String[] names = lines[0].substring(2).split(",", -1);
    String[] values = lines[1].split(",", -1);
    String state = ask("show servers state app\n").split("\n", -1)[2];
    String[] fields = state.split(" ", -1);
    int admin = Integer.parseInt(fields[6]);
    return new Standing(
        Integer.parseInt(fields[7]),
        limit(value("slim", names, values)),
        (admin & 1) == 0 && fields[5].equals("0"),
        (admin & 1) != 0 ? "MAINT" : (admin & 8) != 0 ? "DRAIN" : "ready");
  }

  private static int limit(String text) {
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private static String value(String name, String[] names, String[] values) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    throw new AssertionError("no column " + name);
  }

  private String ask(String command) throws IOException {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of(folder.resolve("admin")));
      socket.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(8_192);
      while (socket.read(buffer.clear()) >= 0) {
        answer.write(buffer.array(), 0, buffer.position());
      }
      return answer.toString(StandardCharsets.US_ASCII);
    }
  }

  private Process haproxy(int agentPort) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            global
              stats socket ADMIN mode 600 level admin
            defaults
              mode http
              timeout connect 5s
              timeout client 5s
              timeout server 5s
            backend app
              server web1 127.0.0.1:9 weight 100 maxconn 50 agent-check agent-port AGENT agent-inter 100ms
            """
                .replace("ADMIN", folder.resolve("admin").toString())
                .replace("AGENT", String.valueOf(agentPort)));
    Process haproxy =
        new ProcessBuilder(HAPROXY.toString(), "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("haproxy.log").toFile())
            .start();
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(folder.resolve("admin"))) {
      assertThat(endNanos - System.nanoTime() > 0 && haproxy.isAlive())
          .as(Files.readString(folder.resolve("haproxy.log")))
          .isTrue();
      LockSupport.parkNanos(10_000_000);
    }
    return haproxy;
  }

  private static NodeConfig config(int agentPort) throws Exception {
    return new NodeConfigReader(HostResolver.SYSTEM)
        .readText(
            """
            mainstay {
              frontends.web { bind = "127.0.0.1:0", default-backend = app }
              backends.app {
                check = none
                servers.web1 {
                  address = "127.0.0.1:9", weight = 100, maxconn = 50
                  agent-port = AGENT, agent-inter = 100ms
                }
              }
            }
            """
                .replace("AGENT", String.valueOf(agentPort)),
            "node.conf");
  }

  private static NodeHealth health(NodeConfig config, Proxy proxy) throws Exception {
    return NodeHealth.start(
        config,
        PluginLoader.load(AgentBesideHaproxyTest.class.getClassLoader()),
        proxy,
        Notices.none(),
        AccessLog.none(),
        () -> {});
  }

  private void answer(ServerSocket agent) {
    while (!agent.isClosed()) {
      answerOne(agent);
    }
  }

  /** Not when who asked has gone, or when the agent is closed. */
  private boolean answerOne(ServerSocket agent) {
    try (Socket socket = agent.accept()) {
      socket.getOutputStream().write((says + "\n").getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
