package io.mainstay.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.mainstay.health.source.FoundServer;
import io.mainstay.health.source.ServerListener;
import io.mainstay.health.source.ServerSource;
import io.mainstay.health.source.ServerSourceFactory;
import io.mainstay.node.config.HostResolver;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.NodeConfigReader;
import io.mainstay.node.log.AccessLog;
import io.mainstay.node.notice.Notices;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ServerSnapshot;
import io.mainstay.proxy.ServerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backend whose servers a source finds. */
@Timeout(60)
class ServersFromTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<HttpServer> servers = new ArrayList<>();
  private final LinkedBlockingQueue<String> changes = new LinkedBlockingQueue<>();
  private final Source source = new Source();
  @TempDir private Path folder = Path.of("");

  /** A source that finds what a test says. */
  private static final class Source implements ServerSourceFactory {
    private volatile @Nullable ServerListener listener;
    private volatile boolean closed;

    @Override
    public ServerSource start(String backend, Map<String, String> settings, ServerListener heard) {
      listener = heard;
      return () -> closed = true;
    }

    @Override
    public void check(String backend, Map<String, String> settings) {
      if (!settings.keySet().equals(java.util.Set.of("where"))) {
        throw new IllegalArgumentException("test source: needs where, not " + settings.keySet());
      }
    }

    void found(FoundServer... now) {
      Objects.requireNonNull(listener).found(List.of(now));
    }
  }

  private HttpServer web(String name) throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          byte[] body = name.getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    web.start();
    servers.add(web);
    return web;
  }

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  private static NodeConfig config(String backend) throws Exception {
    return new NodeConfigReader(HostResolver.SYSTEM)
        .readText(
            """
            mainstay {
              frontends.web { bind = "127.0.0.1:0", default-backend = app }
              backends.app { inter = 20ms, check-timeout = 5s, BACKEND }
            }
            """
                .replace("BACKEND", backend),
            "node.conf");
  }

  private Plugins plugins() throws Exception {
    Plugins loaded = PluginLoader.load(ServersFromTest.class.getClassLoader());
    Map<String, ServerSourceFactory> sources = new HashMap<>(loaded.sources());
    sources.put("test", source);
    return new Plugins(loaded.movers(), loaded.checks(), sources);
  }

  private static List<ServerSnapshot> servers(Proxy proxy) {
    return proxy.snapshot().backends().get(0).servers();
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(endNanos - System.nanoTime()).as("still waiting for %s", what).isPositive();
      changes.poll(5, TimeUnit.MILLISECONDS);
    }
  }

  private static String get(Proxy proxy) throws Exception {
    int port = proxy.localAddresses("web").get(0).getPort();
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void shouldServeWhoeverIsFoundAndCheckThem() throws Exception {
    NodeConfig config =
        config(
            "check = \"http GET / 200\", fall = 1, init-state = down,"
                + " default-server.maxconn = 3, servers-from.test.where = here");
    HttpServer web1 = web("one");
    HttpServer web2 = web("two");
    Plugins plugins = plugins();
    plugins.check(config);
    try (Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health =
            NodeHealth.start(
                config,
                plugins,
                proxy,
                Notices.none(),
                AccessLog.none(),
                () -> changes.add("change"))) {
      assertThat(health.usableServers()).containsEntry("app", 0);
      assertThat(get(proxy)).contains("503");

      source.found(new FoundServer("web1", web1.getAddress(), 1));
      await("usable", () -> health.usableServers().getOrDefault("app", 0) == 1);
      // The proxy is told behind that.
      await("up", () -> servers(proxy).get(0).state() == ServerState.UP);
      assertThat(get(proxy)).isEqualTo("one");
      assertThat(servers(proxy).get(0).maxConn()).isEqualTo(3);

      source.found(
          new FoundServer("web1", web1.getAddress(), 1),
          new FoundServer("web2", web2.getAddress(), 9));
      await("both", () -> health.usableServers().getOrDefault("app", 0) == 2);
      assertThat(servers(proxy)).extracting(ServerSnapshot::weight).containsExactly(1, 9);

      source.found(new FoundServer("web2", web2.getAddress(), 4));
      assertThat(servers(proxy)).extracting(ServerSnapshot::name).containsExactly("web2");
      assertThat(servers(proxy).get(0).weight()).isEqualTo(4);
      assertThat(get(proxy)).isEqualTo("two");
      await("not checked any more", () -> health.snapshot("app", "web1").isEmpty());

      web2.stop(0);
      await("down", () -> servers(proxy).get(0).state() == ServerState.DOWN);
      assertThat(health.usableServers()).containsEntry("app", 0);
    }
    assertThat(source.closed).isTrue();
  }

  @Test
  void shouldLeaveTheServersOfTheConfigurationAlone() throws Exception {
    HttpServer web1 = web("one");
    NodeConfig config =
        config(
            "check = none, servers { web1 = \"127.0.0.1:"
                + web1.getAddress().getPort()
                + "\" }, servers-from.test.where = here");
    try (Proxy proxy = Proxy.start(config.proxy());
        NodeHealth health =
            NodeHealth.start(
                config, plugins(), proxy, Notices.none(), AccessLog.none(), () -> {})) {
      source.found(
          new FoundServer("web1", new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), 1));
      assertThat(health.usableServers()).containsEntry("app", 1);
      assertThat(get(proxy)).isEqualTo("one");
      source.found();
      assertThat(get(proxy)).isEqualTo("one");
    }
  }

  @Test
  void shouldForgetWhatTheChecksOfAServerSaidWhenItLeaves() throws Exception {
    Path file = folder.resolve("checks.log");
    NodeConfig config =
        new NodeConfigReader(HostResolver.SYSTEM)
            .readText(
                """
                mainstay {
                  log.targets.file = "file:FILE"
                  frontends.web { bind = "127.0.0.1:0", default-backend = app }
                  backends.app {
                    check = "http GET / 200", inter = 20ms, log-health-checks = true
                    servers-from.test.where = here
                  }
                }
                """
                    .replace("FILE", file.toString()),
                "node.conf");
    FoundServer web1 = new FoundServer("web1", web("one").getAddress(), 1);
    try (Proxy proxy = Proxy.start(config.proxy());
        AccessLog log = AccessLog.start(config.log());
        NodeHealth health =
            NodeHealth.start(
                config, plugins(), proxy, Notices.none(), log, () -> changes.add("change"))) {
      source.found(web1);
      await("its first line", () -> checkLines(file) == 1);
      source.found();
      await("not checked any more", () -> health.snapshot("app", "web1").isEmpty());
      source.found(web1);
      await("its first line again", () -> checkLines(file) == 2);
    }
  }

  private static int checkLines(Path file) {
    try {
      String word = "Health check for server app/web1 succeeded";
      return (int) Files.readAllLines(file).stream().filter(line -> line.contains(word)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldSayWhatIsWrongWithASource() throws Exception {
    NodeConfig unknown = config("servers-from.nowhere { a = b }");
    assertThatThrownBy(() -> plugins().check(unknown))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "node.conf:3: there is no source of servers 'nowhere'; there are: docker, test");
    NodeConfig wrong = config("servers-from.test { a = b }");
    assertThatThrownBy(() -> plugins().check(wrong))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("node.conf:3: test source: needs where, not [a]");
  }
}
