package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.log.AccessLog;
import io.mainstay.node.log.ServerLogLines;
import io.mainstay.node.notice.Notices;
import io.mainstay.proxy.Proxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same servers go down and come back under a real HAProxy and under this node, by the same
 * haproxy.cfg, and both log it in the same lines.
 */
@Tag("root")
@Timeout(300)
class ServerLogBesideHaproxyTest {
  private static final String CONFIG =
      """
      global
        log 127.0.0.1:LOG local3
        log-tag lb
      defaults
        mode http
        log global
        timeout client 2s
        timeout server 2s
        timeout connect 5s
        timeout check 5s
        default-server inter 500 rise 1 fall 1
      frontend web
        bind 127.0.0.1:PORT
        default_backend app
      listen both
        bind 127.0.0.1:BOTH
        option httpchk
        server w1 127.0.0.1:WEB1 check
      backend app
        option httpchk
        http-check disable-on-404
        server w1 127.0.0.1:WEB1 check
        server w2 127.0.0.1:WEB2 check backup
      backend each
        option httpchk
        option log-health-checks
        server w1 127.0.0.1:WEB1 check
      backend tracks
        option httpchk
        http-check disable-on-404
        server t1 127.0.0.1:WEB1 track app/w1
      backend agents
        server a1 127.0.0.1:WEB1 agent-check agent-port AGENT agent-inter 500ms
        server a2 127.0.0.1:WEB1
      backend dead
        mode tcp
        server d1 127.0.0.1:1 check
      backend silent
        no log
        option httpchk
        server w1 127.0.0.1:WEB1 check
      """;

  /** What a server or an agent says from then on, and how many lines that gives. */
  private record Step(String who, String says, int lines) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("", "", 3),
          new Step("web1", "404 Nothing \"here\"", 8),
          new Step("web1", "500 Broken", 2),
          new Step("web2", "503 Too", 2),
          new Step("web2", "200 OK", 1),
          new Step("web1", "200 OK", 5),
          new Step("agent", "down #broken", 1),
          new Step("agent", "up", 1),
          new Step("agent", "drain", 1),
          new Step("agent", "ready", 1),
          new Step("agent", "maint", 1),
          new Step("agent", "ready", 1),
          new Step("agent", "drain", 1),
          new Step("agent", "down", 1),
          new Step("agent", "ready", 1),
          new Step("agent", "up", 1),
          new Step("agent", "stopped", 1),
          new Step("agent", "maint", 1));

  @TempDir private Path folder = Path.of("");
  private final Map<String, String> says = new ConcurrentHashMap<>();

  @Test
  void shouldLogTheSameOfServersAsHaproxy() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(HaproxyLogPeer.HAPROXY), "needs haproxy");
    says.putAll(Map.of("web1", "200 OK", "web2", "200 OK", "agent", "up"));
    try (ServerSocket web1 = serve(() -> http("web1"));
        ServerSocket web2 = serve(() -> http("web2"));
        ServerSocket agent = serve(() -> says.get("agent") + "\n")) {
      String text =
          CONFIG
              .replace("WEB1", String.valueOf(web1.getLocalPort()))
              .replace("WEB2", String.valueOf(web2.getLocalPort()))
              .replace("AGENT", String.valueOf(agent.getLocalPort()));
      try (HaproxyLogPeer theirs = peer("haproxy", text);
          HaproxyLogPeer ours = peer("mainstay", text)) {
        compare(theirs, ours);
      }
    }
  }

  private HaproxyLogPeer peer(String name, String text) throws IOException {
    return new HaproxyLogPeer(
        folder.resolve(name + ".cfg"),
        text.replace("BOTH", String.valueOf(HaproxyLogPeer.freePort())));
  }

  private void compare(HaproxyLogPeer theirs, HaproxyLogPeer ours) throws Exception {
    Process haproxy = theirs.haproxy();
    NodeConfig config = ours.config();
    try (AccessLog log = AccessLog.start(config.log());
        Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health =
            NodeHealth.start(
                config,
                PluginLoader.load(ServerLogBesideHaproxyTest.class.getClassLoader()),
                proxy,
                Notices.none(),
                log,
                () -> {})) {
      assertThat(health).isNotNull();
      for (Step step : STEPS) {
        if (!step.who().isEmpty()) {
          says.put(step.who(), step.says());
        }
        assertThat(ours.lines(step.lines())).as("%s", step).isEqualTo(theirs.lines(step.lines()));
      }
      HaproxyLogPeer.stop(haproxy);
      new ServerLogLines(log, config.proxy()).onStopped(proxy.snapshot());
      assertThat(ours.lines(7)).isEqualTo(theirs.lines(7));
    } finally {
      HaproxyLogPeer.end(haproxy);
    }
  }

  private String http(String server) {
    return "HTTP/1.0 " + says.get(server) + "\r\nContent-Length: 0\r\n\r\n";
  }

  private static ServerSocket serve(Supplier<String> answer) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread serving = new Thread(() -> serveAll(server, answer), "server");
    serving.setDaemon(true);
    serving.start();
    return server;
  }

  private static void serveAll(ServerSocket server, Supplier<String> answer) {
    while (!server.isClosed()) {
      serveOne(server, answer);
    }
  }

  /** Whatever is asked; who asked may have gone. */
  private static boolean serveOne(ServerSocket server, Supplier<String> answer) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(answer.get().getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.setSoTimeout(1_000);
      socket.getInputStream().readAllBytes();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
