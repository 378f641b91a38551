package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole node on loopback, without virtual routers, which need root. */
class NodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newHttpClient();
  private Plugins plugins = new Plugins(Map.of(), Map.of(), Map.of());

  @BeforeEach
  void loadPlugins() throws Exception {
    plugins = PluginLoader.load(NodeTest.class.getClassLoader());
  }

  private static NodeConfig config(String text) throws InvalidConfigException {
    return new NodeConfigReader(HostResolver.SYSTEM).readText(text, "node.conf");
  }

  private static String file(int frontendPort, int first, int second) {
    return String.format(
        Locale.ROOT,
        """
        mainstay {
          status.bind = "127.0.0.1:0"
          frontends.web { bind = "127.0.0.1:%d", default-backend = app }
          backends.app {
            check = "http GET / 200", inter = 50ms, check-timeout = 1s
            servers { web1 = "127.0.0.1:%d", web2 = "127.0.0.1:%d" }
          }
        }
        """,
        frontendPort,
        first,
        second);
  }

  private HttpResponse<String> get(InetSocketAddress address, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode status(Node node) throws Exception {
    return new ObjectMapper().readTree(get(node.statusAddress(), "/status").body());
  }

  private void await(Node node, Predicate<JsonNode> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode seen = status(node);
    while (!condition.test(seen)) {
      assertThat(deadline - System.nanoTime()).as("still waiting; status is %s", seen).isPositive();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      seen = status(node);
    }
  }

  private static String state(JsonNode status, int server) {
    return status.at("/backends/0/servers/" + server + "/state").asText();
  }

  private static HttpServer webServer(InetSocketAddress address, String answer) throws Exception {
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, answer.length());
            exchange
                .getResponseBody()
                .write(answer.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
          }
        });
    server.start();
    return server;
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Test
  void shouldAnswerFromBothServersInTurn() throws Exception {
    try (BuiltInWebServers web = BuiltInWebServers.start();
        Node node =
            Node.start(
                config(file(0, web.addresses().get(0).getPort(), web.addresses().get(1).getPort())),
                plugins)) {
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(get(node.addresses("web").get(0), "/").body().strip());
      }

      assertThat(answers).containsExactly("Web 1", "Web 2", "Web 1", "Web 2");
      assertThat(status(node).at("/frontends/0/requests").asInt()).isEqualTo(4);
    }
  }

  @Test
  void shouldTakeADeadServerOutAndPutItBack() throws Exception {
    HttpServer one = webServer(anyPort(), "one");
    HttpServer two = webServer(anyPort(), "two");
    InetSocketAddress twoAddress = two.getAddress();
    try (Node node =
        Node.start(config(file(0, one.getAddress().getPort(), twoAddress.getPort())), plugins)) {
      two.stop(0);
      await(node, status -> state(status, 1).equals("DOWN"));
      for (int i = 0; i < 4; i++) {
        assertThat(get(node.addresses("web").get(0), "/").body()).isEqualTo("one");
      }
      assertThat(status(node).at("/backends/0/servers/1/check/code").asText()).isEqualTo("L4CON");

      two = webServer(twoAddress, "two");
      await(node, status -> state(status, 1).equals("UP"));
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        answers.add(get(node.addresses("web").get(0), "/").body());
      }
      assertThat(answers).containsExactlyInAnyOrder("one", "two");
    } finally {
      one.stop(0);
      two.stop(0);
    }
  }

  @Test
  void shouldAnswer503WhenNoServerIsUp() throws Exception {
    HttpServer one = webServer(anyPort(), "one");
    int port = one.getAddress().getPort();
    one.stop(0);
    try (Node node = Node.start(config(file(0, port, port)), plugins)) {
      await(node, status -> state(status, 0).equals("DOWN") && state(status, 1).equals("DOWN"));

      assertThat(get(node.addresses("web").get(0), "/").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void shouldSayWhichFrontendFindsItsPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Node.start(config(file(taken.getLocalPort(), 1, 2)), plugins))
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith(
              "frontend web: cannot bind 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": Address already in use: another process has port")
          .hasMessageEndingWith("end it, or bind another port");
    }
  }

  @Test
  void shouldSayThatTheStatusPortIsInUseAndFreeTheFrontendAgain() throws Exception {
    int frontend = freePort();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String text =
          file(frontend, 1, 2)
              + "mainstay.status.bind = \"127.0.0.1:"
              + taken.getLocalPort()
              + "\"";

      assertThatThrownBy(() -> Node.start(config(text), plugins))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("status cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("Address already in use")
          .hasMessageEndingWith(
              "; another process may have the port (`ss -ltnp` names it): end it, or set"
                  + " status.bind");
      try (ServerSocket again = new ServerSocket(frontend, 1, InetAddress.getLoopbackAddress())) {
        assertThat(again.getLocalPort()).isEqualTo(frontend);
      }
    }
  }

  @Test
  void shouldNameTheChecksThereAreWhenOneIsUnknown() throws Exception {
    NodeConfig config = config(file(0, 1, 2).replace("http GET / 200", "htp GET /"));

    assertThatThrownBy(() -> Node.start(config, plugins))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "node.conf:5: there is no check 'htp'; there are: none, docker, file, grpc, http, https,"
                + " pid-file, process, script, tcp, tcp-check, tls");
  }

  @Test
  void shouldNameTheMoversThereAreWhenOneIsUnknown() throws Exception {
    NodeConfig config =
        config(
            file(0, 1, 2)
                + """
                mainstay.routers.vip {
                  interface = eth0, vrid = 1, addresses = [ "10.0.0.1" ]
                  mover = pigeon
                }
                """);

    assertThatThrownBy(() -> plugins.check(config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "node.conf:11: there is no mover 'pigeon'; there are: none, digitalocean, docker, exec, linux");
  }

  @Test
  void shouldTellPathAndMethodOfItsStatus() throws Exception {
    try (BuiltInWebServers web = BuiltInWebServers.start();
        Node node =
            Node.start(
                config(file(0, web.addresses().get(0).getPort(), web.addresses().get(1).getPort())),
                plugins)) {
      assertThat(get(node.statusAddress(), "/nowhere").statusCode()).isEqualTo(404);
      HttpResponse<String> post =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + node.statusAddress().getPort() + "/status"))
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(post.statusCode()).isEqualTo(405);
    }
  }
}
