package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.log.AccessLog;
import io.mainstay.node.notice.Notices;
import io.mainstay.proxy.Proxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real HAProxy and this proxy, by the same haproxy.cfg, log the same line of the same request but
 * for times, ports, what else is going on, and bytes: HAProxy counts those of its own form of
 * heads.
 */
@Tag("root")
@Timeout(300)
class AccessLogBesideHaproxyTest {
  private static final Path HALOG = Path.of("/usr/bin/halog");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String[] NOTHING = {"web", "leaves", ""};

  /** The frontend, whether the client leaves at once, and what it sends. */
  private static final String[][] REQUESTS = {
    {"web", "", "GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"web", "", "GET http://a/absolute HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"web", "", "GET /old HTTP/1.0\r\n\r\n"},
    {"web", "", "HEAD /head HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"web", "", "POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"},
    {"web", "", "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"web", "", "GET /close HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"web", "", "GET /junk HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"web", "", "GET /half HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"web", "", "GET /late HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"web", "", "junk\r\n\r\n"},
    {"web", "", "GET / HTTP/1.1\r\nHos"},
    {"web", "leaves", "GET / HTTP/1.1\r\nHos"},
    NOTHING,
    {"dead", "", "GET /dead HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"none", "", "GET /none HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"tcp", "", "GET /close HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"tcpdead", "", ""},
  };

  @TempDir private Path folder = Path.of("");

  private static final String CONFIG =
      """
      global
        log 127.0.0.1:LOG local3
        log-tag lb
      defaults
        mode http
        log global
        option httplog
        timeout client 2s
        timeout http-request 500ms
        timeout server 500ms
        timeout connect 2s
        timeout http-keep-alive 300ms
        retries 2
      frontend web
        bind 127.0.0.1:PORT0
        default_backend app
      frontend dead
        bind 127.0.0.1:PORT1
        default_backend dead
      frontend none
        bind 127.0.0.1:PORT2
        default_backend none
      backend app
        option log-health-checks
        server s1 127.0.0.1:SERVER check inter 1m
      backend dead
        option redispatch 1
        server d1 127.0.0.1:1
        server d2 127.0.0.1:1
        server d3 127.0.0.1:1
      backend none
        server d1 127.0.0.1:1 disabled
      listen tcp
        mode tcp
        option tcplog
        bind 127.0.0.1:PORT3
        server s1 127.0.0.1:SERVER
      listen tcpdead
        mode tcp
        option tcplog
        bind 127.0.0.1:PORT4
        retries 0
        server d1 127.0.0.1:1
      """;

  private static final List<String> FRONTENDS = List.of("web", "dead", "none", "tcp", "tcpdead");

  /** Somebody who runs the file on ports of its own, and what is logged of that. */
  private final class Peer implements AutoCloseable {
    final HaproxyLogPeer log;
    final Deque<String> checks = new ArrayDeque<>();
    final Deque<String> sessions = new ArrayDeque<>();
    final int[] ports = new int[FRONTENDS.size()];

    Peer(String name, int server) throws IOException {
      String text = CONFIG.replace("SERVER", String.valueOf(server));
      for (int i = 0; i < ports.length; i++) {
        ports[i] = HaproxyLogPeer.freePort();
        text = text.replace("PORT" + i, String.valueOf(ports[i]));
      }
      log = new HaproxyLogPeer(folder.resolve(name + ".cfg"), text);
    }

    String line(boolean check) throws IOException {
      Deque<String> wanted = check ? checks : sessions;
      while (wanted.isEmpty()) {
        String line = log.line();
        (line.contains("Health check") ? checks : sessions).add(comparable(line));
      }
      return wanted.remove();
    }

    /** Sends a request and gives what is logged of it. */
    String logged(String[] request) throws IOException {
      int port = ports[FRONTENDS.indexOf(request[0])];
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(request[2].getBytes(StandardCharsets.ISO_8859_1));
        if (request[1].isEmpty()) {
          InputStream in = socket.getInputStream();
          int read = in.read();
          while (read >= 0) {
            read = in.read();
          }
        }
      } catch (SocketException e) {
        // Who was reset has its answer too.
        assertThat(e).hasMessageContaining("reset");
      }
      return line(false);
    }

    @Override
    public void close() {
      log.close();
    }
  }

  /** Without times of phases, bytes and what else goes on; -1 stays. */
  private static String comparable(String line) {
    return line.replaceFirst("dead/d[0-9]", "dead/dN")
        .replaceFirst(" ([0-9/-]+/[0-9]+) (-?[0-9]{1,3} )?[0-9]+ ", " {$1} $2BYTES ")
        .replaceFirst(" [0-9]+/[0-9]+/[0-9]+/[0-9]+/(\\+?[0-9]+ [0-9]+/[0-9]+)", " LOAD/$1")
        .transform(AccessLogBesideHaproxyTest::withoutTimes);
  }

  private static String withoutTimes(String line) {
    int from = line.indexOf('{');
    int to = line.indexOf('}', from);
    return from < 0
        ? line
        : line.substring(0, from)
            + line.substring(from, to).replaceAll("(?<=[{/])[0-9]+", "MS")
            + line.substring(to);
  }

  @Test
  void shouldLogTheSameAsHaproxy() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(HaproxyLogPeer.HAPROXY), "needs haproxy");
    try (ServerSocket web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Peer theirs = new Peer("haproxy", web.getLocalPort());
        Peer ours = new Peer("mainstay", web.getLocalPort())) {
      Thread serving = new Thread(() -> serve(web), "web");
      serving.setDaemon(true);
      serving.start();
      Process haproxy = theirs.log.haproxy();
      NodeConfig config = ours.log.config();
      try (AccessLog log = AccessLog.start(config.log());
          Proxy proxy = Proxy.start(config.proxy().withSessionListener(log));
          NodeHealth health =
              NodeHealth.start(
                  config,
                  PluginLoader.load(AccessLogBesideHaproxyTest.class.getClassLoader()),
                  proxy,
                  Notices.none(),
                  log,
                  () -> {})) {
        assertThat(health).isNotNull();
        HaproxyLogPeer.awaitListening(theirs.ports[0]);
        assertThat(ours.logged(NOTHING)).isEqualTo(theirs.line(false));
        assertThat(ours.line(true)).isEqualTo(theirs.line(true));
        for (String[] request : REQUESTS) {
          assertThat(ours.logged(request))
              .as("%s %s %s", (Object[]) request)
              .isEqualTo(theirs.logged(request));
        }
      } finally {
        HaproxyLogPeer.end(haproxy);
      }
    }
  }

  private static void serve(ServerSocket web) {
    while (!web.isClosed()) {
      try {
        Socket socket = web.accept();
        Thread serving = new Thread(() -> answer(socket), "answer");
        serving.setDaemon(true);
        serving.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  /** One answer for each connection: on a used one the two proxies repeat different requests. */
  private static void answer(Socket socket) {
    try (socket) {
      String head = head(socket.getInputStream());
      if (head.contains("/late")) {
        head(socket.getInputStream());
      } else if (!head.isEmpty() && !head.contains("/close")) {
        socket.getOutputStream().write(answerTo(head).getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The proxy has gone.
      return;
    }
  }

  private static String answerTo(String head) {
    if (head.contains("/junk")) {
      return "junk\r\n\r\n";
    }
    if (head.contains("/half")) {
      return "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
    }
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\n"
        + (head.startsWith("HEAD") ? "" : "hello");
  }

  /** A head, and a body of three bytes if it says so; empty when the connection ends. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        return "";
      }
      head.append((char) read);
    }
    if (head.indexOf("POST") == 0) {
      in.readNBytes(3);
    }
    return head.toString();
  }

  @Test
  void shouldWriteFilesThatHalogReads() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(HALOG), "needs halog");
    Path file = folder.resolve("access.log");
    try (BuiltInWebServers web = BuiltInWebServers.start()) {
      NodeConfig config =
          new NodeConfigReader(HostResolver.SYSTEM)
              .readText(
                  """
                  mainstay {
                    log.targets.file = "file:FILE"
                    frontends.web { bind = "127.0.0.1:0", default-backend = app }
                    backends.app { check = none, servers { web1 = "127.0.0.1:SERVER" } }
                  }
                  """
                      .replace("FILE", file.toString())
                      .replace("SERVER", String.valueOf(web.addresses().get(0).getPort())),
                  "node.conf");
      try (AccessLog log = AccessLog.start(config.log());
          Proxy proxy = Proxy.start(config.proxy().withSessionListener(log))) {
        int port = proxy.localAddresses("web").get(0).getPort();
        for (int i = 0; i < 10; i++) {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket
                .getOutputStream()
                .write(
                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
          }
        }
      }
    }
    assertThat(Files.readAllLines(file)).hasSize(10);
    assertThat(halog(file, "-st")).contains("200 10");
    assertThat(halog(file, "-tc")).contains("-- 10");
    assertThat(halog(file, "-srv")).contains("app/web1").contains(" 10 ");
    assertThat(halog(file, "-u")).contains("/");
    assertThat(halog(file, "-H", "-c")).isEqualTo("10");
  }

  private static String halog(Path file, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(HALOG.toString(), "-q"));
    command.addAll(List.of(options));
    Process halog =
        new ProcessBuilder(command).redirectInput(file.toFile()).redirectErrorStream(true).start();
    String said = new String(halog.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    halog.waitFor();
    return said.replaceAll("[ \t]+", " ").strip();
  }
}
