package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a whole node logs, and that no log holds it up. */
@Timeout(120)
class NodeLogTest {
  private static final String FILE =
      """
      mainstay {
        status.bind = "127.0.0.1:0"
        log { LOG }
        frontends.web { bind = "127.0.0.1:0", default-backend = app, log.dont-log-null = true }
        frontends.quiet { bind = "127.0.0.1:0", default-backend = app, log.targets = [] }
        backends.app {
          check = "http GET / 200", log-health-checks = true
          servers { web1 = "127.0.0.1:PORT" }
        }
      }
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path folder = Path.of("");

  private static NodeConfig config(String log, BuiltInWebServers web) throws Exception {
    return new NodeConfigReader(HostResolver.SYSTEM)
        .readText(
            FILE.replace("LOG", log)
                .replace("PORT", String.valueOf(web.addresses().get(0).getPort())),
            "node.conf");
  }

  private static Node start(NodeConfig config) throws Exception {
    return Node.start(config, PluginLoader.load(NodeLogTest.class.getClassLoader()));
  }

  private HttpResponse<String> get(InetSocketAddress address, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldLogSessionsAndChecksToFiles() throws Exception {
    Path text = folder.resolve("access.log");
    Path json = folder.resolve("access.json");
    String log =
        String.format(
            Locale.ROOT,
            "host = lb1, targets { text = \"file:%s\", json { to = \"file:%s\", format = json } }",
            text,
            json);
    try (BuiltInWebServers web = BuiltInWebServers.start();
        Node node = start(config(log, web))) {
      assertThat(get(node.addresses("web").get(0), "/a?b").statusCode()).isEqualTo(200);
      assertThat(get(node.addresses("quiet").get(0), "/quiet").statusCode()).isEqualTo(200);
      try (Socket silent =
          new Socket(InetAddress.getLoopbackAddress(), node.addresses("web").get(0).getPort())) {
        assertThat(silent.isConnected()).isTrue();
      }
      awaitLine(text, "Health check");
    }
    // The client has its answer before the line is made, and may be asking the other frontend by
    // then, which has the same backend.
    assertThat(lines(text, "GET "))
        .singleElement()
        .asString()
        .matches(
            "[A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} lb1 mainstay\\[[0-9]+]: 127\\.0\\.0\\.1:[0-9]+"
                + " \\[[^]]+] web app/web1 [0-9]+/0/[0-9]+/[0-9]+/[0-9]+ 200 [0-9]+ - - ----"
                + " [0-9]+/[0-9]+/[01]/[01]/0 0/0 \"GET /a\\?b HTTP/1\\.1\"");
    assertThat(lines(text, "Health check"))
        .first()
        .asString()
        .contains("Health check for server app/web1 succeeded, reason: Layer7 check passed, code:")
        .endsWith("status: 3/3 UP.");
    assertThat(lines(text, "BADREQ")).isEmpty();
    JsonNode session = new ObjectMapper().readTree(lines(json, "\"target\"").get(0));
    assertThat(session.get("target").asText()).isEqualTo("/a?b");
    assertThat(session.get("status").asInt()).isEqualTo(200);
  }

  private static void awaitLine(Path file, String with) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Files.exists(file) || lines(file, with).isEmpty()) {
      assertThat(System.nanoTime() - deadline).as("no line with " + with).isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static List<String> lines(Path file, String with) throws Exception {
    return Files.readAllLines(file).stream().filter(line -> line.contains(with)).toList();
  }

  @Test
  void shouldLogServersThatGoAndProxiesThatStop() throws Exception {
    Path text = folder.resolve("servers.log");
    Path other = folder.resolve("other.log");
    String config =
        """
        mainstay {
          status.bind = "127.0.0.1:0"
          log.targets { text = "file:TEXT", other = "file:OTHER" }
          frontends.web { bind = "127.0.0.1:0", default-backend = app, log.targets = [ text ] }
          defaults.backend { inter = 20ms, fall = 1 }
          backends.app { log.targets = [ text ], servers { web1 = "127.0.0.1:1" } }
          backends.silent { log.targets = [], servers { web1 = "127.0.0.1:1" } }
          backends.all { servers { web1 = "127.0.0.1:1" } }
        }
        """
            .replace("TEXT", text.toString())
            .replace("OTHER", other.toString());
    try (Node node =
        start(new NodeConfigReader(HostResolver.SYSTEM).readText(config, "node.conf"))) {
      assertThat(node.addresses("web")).hasSize(1);
      awaitLine(text, "backend app has no server available!");
      awaitLine(other, "backend all has no server available!");
    }
    assertThat(lines(text, "is DOWN"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "Server app/web1 is DOWN, reason: Layer4 connection problem, info:"
                            + " \"Connection refused\", check duration: ")
                    .endsWith(
                        "ms. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0"
                            + " remaining in queue."));
    assertThat(lines(text, "Proxy web stopped (cumulated conns: FE: 0, BE: 0).")).hasSize(1);
    assertThat(lines(text, "Proxy app stopped (cumulated conns: FE: 0, BE: 0).")).hasSize(1);
    assertThat(lines(text, "silent")).isEmpty();
    assertThat(lines(other, "app")).isEmpty();
  }

  @Test
  void shouldServeWhileItsLogIsStuckAndCountWhatIsDropped() throws Exception {
    try (ServerSocket nobodyReads = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        BuiltInWebServers web = BuiltInWebServers.start();
        Node node =
            start(
                config(
                    "queue = 16, targets { full = \"file:/dev/full\"\n unread = \"tcp://127.0.0.1:"
                        + nobodyReads.getLocalPort()
                        + "\" }",
                    web))) {
      int requests = 0;
      JsonNode full = target(node, 0);
      while (full.get("dropped").asLong() < 50) {
        assertThat(get(node.addresses("web").get(0), "/" + requests++).statusCode()).isEqualTo(200);
        full = target(node, 0);
      }
      assertThat(full.get("problem").asText()).contains("No space left on device");
      assertThat(full.get("written").asLong()).isZero();
    }
  }

  private JsonNode target(Node node, int index) throws Exception {
    return new ObjectMapper()
        .readTree(get(node.statusAddress(), "/status").body())
        .at("/log/" + index);
  }

  @Test
  void shouldNotStartWithoutItsLogFile() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    try (BuiltInWebServers web = BuiltInWebServers.start()) {
      NodeConfig config = config("targets.a = \"file:" + gone + "/access.log\"", web);
      Files.delete(gone);
      assertThatThrownBy(() -> start(config))
          .isInstanceOf(StartException.class)
          .hasMessage(
              "the log file " + gone + "/access.log cannot be opened: its folder is not there");
    }
  }
}
