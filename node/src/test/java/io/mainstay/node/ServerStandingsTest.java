package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.log.AccessLog;
import io.mainstay.node.notice.Notices;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerSnapshot;
import io.mainstay.proxy.ServerState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What checks and agents of real servers do to the proxy. */
@Timeout(60)
class ServerStandingsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private volatile int status = 200;
  private volatile String told = "";
  private volatile String agentSays = "up";
  private final HttpServer web;
  private final ServerSocket agent;

  ServerStandingsTest() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    web = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    agent = new ServerSocket(0, 50, loopback);
  }

  @BeforeEach
  void start() {
    web.createContext(
        "/",
        exchange -> {
          told = String.valueOf(exchange.getRequestHeaders().getFirst("X-Haproxy-Server-State"));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    web.start();
    Thread answering = new Thread(this::answer, "agent");
    answering.setDaemon(true);
    answering.start();
  }

  private void answer() {
    while (!agent.isClosed()) {
      answerOne();
    }
  }

  /** Not when who asked has gone, or when the agent is closed. */
  private boolean answerOne() {
    try (Socket socket = agent.accept()) {
      socket.getOutputStream().write((agentSays + "\n").getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void stop() throws IOException {
    web.stop(0);
    agent.close();
  }

  private NodeConfig config(String backend) throws Exception {
    String text =
        """
        mainstay {
          node.name = lb1
          frontends.web { bind = "127.0.0.1:0", default-backend = app }
          backends.app { inter = 20ms, check-timeout = 5s, BACKEND }
        }
        """
            .replace("BACKEND", backend)
            .replace("WEB", "127.0.0.1:" + web.getAddress().getPort())
            .replace("AGENT", String.valueOf(agent.getLocalPort()));
    return new NodeConfigReader(HostResolver.SYSTEM).readText(text, "node.conf");
  }

  private static NodeHealth start(NodeConfig config, Proxy proxy) throws Exception {
    Plugins plugins = PluginLoader.load(ServerStandingsTest.class.getClassLoader());
    return NodeHealth.start(config, plugins, proxy, Notices.none(), AccessLog.none(), () -> {});
  }

  private static ServerSnapshot server(Proxy proxy, int index) {
    return proxy.snapshot().backends().get(0).servers().get(index);
  }

  private static int usable(NodeHealth health) {
    return health.usableServers().getOrDefault("app", -1);
  }

  private static void await(String what, BooleanSupplier condition) {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(endNanos - System.nanoTime()).as("still waiting for %s", what).isPositive();
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void shouldDrainAServerThatAnswers404AndWhoTracksIt() throws Exception {
    NodeConfig config =
        config(
            """
            check = "http GET / 200 disable-on-404 send-state"
            servers { web1 = "WEB", web2 { address = "127.0.0.1:9", track = "app/web3" },
                      web3 { address = "127.0.0.1:9", track = "app/web1" } }
            """);
    try (Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health = start(config, proxy)) {
      health.awaitFirstResults(PATIENCE);
      assertThat(health.usableServers()).containsEntry("app", 3);

      status = 404;
      await("draining", () -> server(proxy, 1).state() == ServerState.NOLB);
      assertThat(server(proxy, 0).state()).isEqualTo(ServerState.NOLB);
      assertThat(health.snapshot("app", "web2").orElseThrow().status()).startsWith("NOLB");
      assertThat(health.usableServers()).containsEntry("app", 0);
      await("the state is told", () -> told.startsWith("NOLB "));
      assertThat(told).matches("NOLB 3/3; name=app/web1; node=lb1; weight=1/3; scur=0/0; qcur=0");

      status = 500;
      await("down", () -> server(proxy, 2).state() == ServerState.DOWN);
      status = 404;
      await(
          "a 404", () -> health.snapshot("app", "web1").orElseThrow().lastResult().status() == 404);
      assertThat(health.snapshot("app", "web1").orElseThrow().up()).isFalse();

      status = 200;
      await("up", () -> server(proxy, 1).state() == ServerState.UP);
      assertThat(health.usableServers()).containsEntry("app", 3);
    }
  }

  @Test
  @DisplayName("HC11 with all servers down nobody is usable, which lowers the priority")
  void shouldCountNobodyWhenAllAreDown() throws Exception {
    NodeConfig config =
        config("check = \"http GET / 200\", servers { a = \"WEB\", b = \"WEB\" }, fall = 2");
    try (Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health = start(config, proxy)) {
      health.awaitFirstResults(PATIENCE);
      status = 503;
      await("down", () -> usable(health) == 0);
      assertThat(health.snapshot("app", "a").orElseThrow().counts().failed())
          .as("not before fall failures in a row")
          .isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void shouldDoWhatAnAgentSays() throws Exception {
    NodeConfig config =
        config(
            "check = none, servers { web1 { address = \"WEB\", agent-port = AGENT, agent-inter = 100ms"
                + " } }");
    try (Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health = start(config, proxy)) {
      agentSays = "down#disk full";
      await("down", () -> server(proxy, 0).state() == ServerState.DOWN);
      assertThat(health.standing("app", "web1").agent().orElseThrow().reason())
          .isEqualTo("disk full");
      assertThat(health.usableServers()).containsEntry("app", 0);

      agentSays = "up 0%";
      await("no new requests", () -> server(proxy, 0).weight() == 0);
      agentSays = "100% drain";
      await("drain", () -> server(proxy, 0).admin() == ServerAdmin.DRAIN);
      await("up", () -> server(proxy, 0).state() == ServerState.UP);
      assertThat(health.usableServers()).containsEntry("app", 0);
      agentSays = "maint";
      await("maint", () -> server(proxy, 0).admin() == ServerAdmin.MAINT);
      agentSays = "ready";
      await("ready", () -> server(proxy, 0).admin() == ServerAdmin.READY);
      await("counted", () -> usable(health) == 1);
    }
  }

  @Test
  void shouldGiveAServerTheWeightAndTheLimitThatItsAgentSays() throws Exception {
    NodeConfig config =
        config(
            "check = none, servers { web1 { address = \"WEB\", weight = 100, maxconn = 50,"
                + " agent-port = AGENT, agent-inter = 100ms }, web2 { address = \"WEB\","
                + " agent-port = AGENT, agent-inter = 100ms } }");
    try (Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health = start(config, proxy)) {
      agentSays = "75% maxconn:30";
      await("75%", () -> server(proxy, 0).weight() == 75 && server(proxy, 0).maxConn() == 30);
      // In whole numbers, as HAProxy has it.
      await("nothing of 1", () -> server(proxy, 1).weight() == 0);
      assertThat(server(proxy, 1).maxConn()).isEqualTo(30);
      await("counted", () -> usable(health) == 1);

      agentSays = "400% maxconn:0";
      await("no more than 256", () -> server(proxy, 0).weight() == 256);
      await("no limit", () -> server(proxy, 0).maxConn() == 0);
      await("four of 1", () -> server(proxy, 1).weight() == 4);
      await("counted", () -> usable(health) == 2);

      agentSays = "100% maxconn:50";
      await("all", () -> server(proxy, 0).weight() == 100 && server(proxy, 0).maxConn() == 50);
    }
  }

  @Test
  void shouldCheckAServerWhereItIsToBeChecked() throws Exception {
    NodeConfig config =
        config(
            "check = \"http GET / 200\", default-server.check-port = "
                + web.getAddress().getPort()
                + ", servers { web1 = \"127.0.0.1:9\","
                + " web2 { address = \"127.0.0.2:9\", check-addr = \"127.0.0.1\" } }");
    try (Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health = start(config, proxy)) {
      health.awaitFirstResults(PATIENCE);
      await("checked", () -> health.snapshot("app", "web2").orElseThrow().probed());
      for (String server : java.util.List.of("web1", "web2")) {
        assertThat(health.snapshot("app", server).orElseThrow().target().address())
            .isEqualTo(web.getAddress());
      }
      assertThat(usable(health)).isEqualTo(2);
      status = 503;
      await("down", () -> usable(health) == 0);
    }
  }

  @Test
  void shouldLeaveAServerAloneWhoseAgentIsGone() throws Exception {
    NodeConfig config =
        config(
            "check = tcp, servers { web1 { address = \"WEB\", agent-port = AGENT, agent-inter = 100ms"
                + " } }");
    try (Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health = start(config, proxy)) {
      health.awaitFirstResults(PATIENCE);
      agentSays = "up";
      await("the agent", () -> health.standing("app", "web1").agent().isPresent());
      agent.close();
      long passed = health.snapshot("app", "web1").orElseThrow().counts().passed();
      await(
          "more checks",
          () -> health.snapshot("app", "web1").orElseThrow().counts().passed() > passed + 3);
      assertThat(server(proxy, 0).state()).isEqualTo(ServerState.UP);
    }
  }
}
