package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.stats.StatsColumn;
import io.mainstay.proxy.stats.StatsTable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same traffic through HAProxy and through Mainstay, and what both count of it. */
@Tag("root")
class HaproxyColumnsRootTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");

  /** One for each request for /asked that may be answered. */
  private final Semaphore asked = new Semaphore(0);

  /** Clients that are still connected when is counted. */
  private final List<RawClient> staying = new ArrayList<>();

  @Test
  void shouldCountAsHaproxyDoes(@TempDir Path directory) throws Exception {
    List<String> differences =
        differences(
            directory,
            FrontendMode.HTTP,
            List.of(),
            config ->
                TestProxy.frontendTimeouts(t -> t.withHttpRequest(Duration.ofMillis(500)))
                    .apply(sameServer(3).apply(config)),
            HaproxyColumnsRootTest::traffic,
            this::server);
    assertThat(differences).isEmpty();
  }

  /** Without retries, for with them a repeatable request goes over any kept connection here. */
  @Test
  void shouldCountKeptConnectionsAsHaproxyDoes(@TempDir Path directory) throws Exception {
    List<String> differences =
        differences(
            directory,
            FrontendMode.HTTP,
            List.of("retries 0"),
            retries(0),
            (proxy, webs) -> {
              RawServer web = webs.get(0);
              try (RawClient one = proxy.client();
                  RawClient two = proxy.client()) {
                web.heads.clear();
                one.send(lines("GET /asked HTTP/1.1", "Host: a"));
                two.send(lines("GET /asked HTTP/1.1", "Host: a"));
                TestProxy.await("both at the server", () -> web.heads.size() == 2);
                asked.release(2);
                assertThat(one.response()).endsWith("ok");
                assertThat(two.response()).endsWith("ok");
                assertThat(one.send(GET).response()).endsWith("ok");
              }
              proxy.rest();
              web.heads.clear();
              staying.add(proxy.client().send(get("/wait")));
              TestProxy.await("at the server", () -> !web.heads.isEmpty());
            },
            this::server);
    assertThat(differences).isEmpty();
  }

  @Test
  void shouldCountARedispatchAsHaproxyDoes(@TempDir Path directory) throws Exception {
    List<String> differences =
        differences(
            directory,
            FrontendMode.HTTP,
            // Here a retry goes elsewhere at once; without the 1 HAProxy lets only the last one.
            List.of("retries 3", "option redispatch 1"),
            retries(3),
            (proxy, webs) -> {
              webs.get(0).close();
              for (int i = 0; i < 4; i++) {
                // Nothing is kept: HAProxy keeps as many connections as it estimates to need.
                assertThat(once(proxy, get("/missing"))).startsWith("HTTP/1.1 404 ");
              }
            },
            this::server,
            this::server);
    assertThat(differences).isEmpty();
  }

  @Test
  void shouldCountRetriesAtTheSameServerAsHaproxyDoes(@TempDir Path directory) throws Exception {
    List<String> differences =
        differences(
            directory,
            FrontendMode.HTTP,
            List.of("retries 1"),
            sameServer(1),
            (proxy, webs) -> {
              webs.get(0).close();
              assertThat(once(proxy, GET)).startsWith("HTTP/1.1 503 ");
            },
            this::server);
    assertThat(differences).isEmpty();
  }

  /**
   * At a server that does not even refuse them. Nobody leaves: that is an abort of the client's
   * (cli_abrt) here, as is any other; HAProxy counts none while it connects.
   */
  @Test
  void shouldCountSessionsThatAreConnectingAsHaproxyDoes(@TempDir Path directory) throws Exception {
    List<String> differences =
        differences(
            directory,
            FrontendMode.HTTP,
            List.of("retries 0", "timeout connect 10s"),
            config ->
                TestProxy.backendTimeouts(timeouts -> timeouts.withConnect(Duration.ofSeconds(10)))
                    .apply(retries(0).apply(config)),
            (proxy, webs) -> {
              staying.add(proxy.client().send(GET));
            },
            HaproxyColumnsRootTest::full);
    assertThat(differences).isEmpty();
  }

  /**
   * Not with a server that stops in the middle of a body until it is too late: that is an error of
   * its answer (eresp) here, as is any other abort by a server; HAProxy counts srv_abrt alone.
   */
  @Test
  void shouldCountAbortsAsHaproxyDoes(@TempDir Path directory) throws Exception {
    List<String> differences =
        differences(
            directory,
            FrontendMode.HTTP,
            List.of("retries 0", "timeout server 2s"),
            config ->
                TestProxy.backendTimeouts(timeouts -> timeouts.withServer(Duration.ofSeconds(2)))
                    .apply(retries(0).apply(config)),
            (proxy, webs) -> {
              RawServer web = webs.get(0);
              leave(proxy, web, get("/wait"));
              leave(proxy, web, get("/stall"));
              leave(proxy, web, post("/wait", 9) + "half");
              leave(proxy, web, post("/wait", 4) + "full");
              assertThat(once(proxy, get("/cut"))).endsWith("half");
              assertThat(once(proxy, get("/chunks"))).contains("half");
              brokenOff(proxy, get("/reset"));
              assertThat(once(proxy, get("/wait"))).startsWith("HTTP/1.1 504 ");
            },
            this::server);
    assertThat(differences).isEmpty();
  }

  @Test
  void shouldCountConnectionsInTcpModeAsHaproxyDoes(@TempDir Path directory) throws Exception {
    List<String> differences =
        differences(
            directory,
            FrontendMode.TCP,
            List.of("retries 1", "option redispatch 1", "timeout tunnel 2s"),
            config ->
                TestProxy.backendTimeouts(timeouts -> timeouts.withTunnel(Duration.ofSeconds(2)))
                    .compose(TestProxy.frontend(web -> web.withMode(FrontendMode.TCP)))
                    .apply(retries(1).apply(config)),
            (proxy, webs) -> {
              webs.get(0).close();
              for (int i = 0; i < 3; i++) {
                try (RawClient client = proxy.client().send(GET)) {
                  assertThat(client.response()).endsWith("ok");
                }
                proxy.rest();
              }
              leave(proxy, webs.get(1), get("/wait"));
              leave(proxy, webs.get(1), get("/stall"));
              assertThat(once(proxy, get("/cut"))).endsWith("half");
              brokenOff(proxy, get("/reset"));
              brokenOff(proxy, get("/stall"));
              webs.get(1).close();
              closed(proxy, "");
            },
            this::server,
            this::server);
    assertThat(differences).isEmpty();
  }

  /** New columns come behind the others, in HAProxy too. */
  @Test
  void shouldNameTheColumnsAsHaproxyDoesInItsOrder(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(HaproxyPeer.installed(), "haproxy is not installed");
    try (RawServer web = server();
        HaproxyPeer haproxy = HaproxyPeer.start(directory, lone(web))) {
      String ours = StatsTable.csv(List.of()).trim();
      assertThat(haproxy.csv().lines().findFirst().orElseThrow()).startsWith(ours);
    }
  }

  /** Either proxy. */
  private interface Visited {
    InetSocketAddress address();

    /** Waits until every line says that there are so many sessions. */
    void await(int sessions);

    /** Waits until it has seen the end of all clients. */
    default void rest() {
      await(0);
    }

    default RawClient client() throws IOException {
      return new RawClient(address());
    }
  }

  /** What is done with a proxy and the servers behind it. */
  private interface Visit {
    void run(Visited proxy, List<RawServer> webs) throws Exception;
  }

  private interface Opened {
    RawServer open() throws IOException;
  }

  private List<String> differences(
      Path directory,
      FrontendMode mode,
      List<String> backend,
      UnaryOperator<ProxyConfig> change,
      Visit visit,
      Opened... servers)
      throws Exception {
    Assumptions.assumeTrue(HaproxyPeer.installed(), "haproxy is not installed");
    List<Map<String, String>> theirs;
    List<RawServer> webs = new ArrayList<>();
    try {
      List<String> lines = new ArrayList<>(backend);
      for (Opened server : servers) {
        RawServer web = server.open();
        webs.add(web);
        lines.add(HaproxyPeer.server("web" + webs.size(), web.address(), ""));
      }
      try (HaproxyPeer haproxy = HaproxyPeer.start(directory, mode, lines)) {
        visit.run(visited(haproxy.address(), haproxy::stats), webs);
        theirs = haproxy.stats(staying.size());
      }
    } finally {
      closeAll(webs);
    }
    try {
      for (Opened server : servers) {
        webs.add(server.open());
      }
      try (TestProxy proxy = TestProxy.with(change, webs.toArray(RawServer[]::new))) {
        visit.run(visited(proxy.address(), sessions -> await(proxy, sessions)), webs);
        await(proxy, staying.size());
        return HaproxyColumns.differences(StatsTable.of(proxy.proxy.snapshot()), theirs);
      }
    } finally {
      closeAll(webs);
    }
  }

  private static void await(TestProxy proxy, int sessions) {
    TestProxy.await(
        sessions + " sessions",
        () ->
            StatsTable.of(proxy.proxy.snapshot()).stream()
                .allMatch(row -> row.get(StatsColumn.SCUR).equals(String.valueOf(sessions))));
  }

  private static Visited visited(InetSocketAddress address, IntConsumer await) {
    return new Visited() {
      @Override
      public InetSocketAddress address() {
        return address;
      }

      @Override
      public void await(int sessions) {
        await.accept(sessions);
      }
    };
  }

  private void closeAll(List<RawServer> webs) throws IOException {
    for (RawClient client : staying) {
      client.close();
    }
    staying.clear();
    for (RawServer web : webs) {
      web.close();
    }
    webs.clear();
  }

  private static UnaryOperator<ProxyConfig> retries(int retries) {
    return with(new RetryPolicy(retries, Set.of(RetryOn.CONN_FAILURE)));
  }

  private static UnaryOperator<ProxyConfig> sameServer(int retries) {
    return with(
        new RetryPolicy(retries, Set.of(RetryOn.CONN_FAILURE))
            .withRedispatch(RetryPolicy.Redispatch.NEVER));
  }

  private static UnaryOperator<ProxyConfig> with(RetryPolicy retry) {
    return config ->
        TestProxy.backend(app -> app.withRetry(retry))
            .apply(config)
            .withLimits(config.limits().withMaxConnections(100))
            .withEventLoops(1);
  }

  /** Has no room for another connection, and never will. */
  private static RawServer full() throws IOException {
    CountDownLatch closed = new CountDownLatch(1);
    ServerSocket listener =
        new ServerSocket(0, 1, InetAddress.getLoopbackAddress()) {
          @Override
          public Socket accept() throws IOException {
            try {
              closed.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new SocketException("closed");
          }

          @Override
          public void close() throws IOException {
            closed.countDown();
            super.close();
          }
        };
    try {
      while (true) {
        new Socket().connect(listener.getLocalSocketAddress(), 300);
      }
    } catch (SocketTimeoutException e) {
      return new RawServer(listener, connection -> {});
    }
  }

  /** Leaves by a reset once the server says that it got the request. */
  private static void leave(Visited proxy, RawServer web, String request) throws Exception {
    web.heads.clear();
    try (RawClient client = proxy.client().send(request)) {
      TestProxy.await("at the server", () -> !web.heads.isEmpty());
      if (request.contains("/stall")) {
        client.head();
        client.bytes(4);
      }
      client.socket.setSoLinger(true, 0);
    }
    proxy.rest();
  }

  /** Gets half of a body, then the end or, from a tunnel, a reset. */
  private static void brokenOff(Visited proxy, String request) throws IOException {
    try (RawClient client = proxy.client().send(request)) {
      client.head();
      assertThat(client.bytes(4)).isEqualTo("half");
      assertThat(client.closed()).isTrue();
    }
    proxy.rest();
  }

  private static String post(String path, int bytes) {
    return lines("POST " + path + " HTTP/1.1", "Host: a", "Content-Length: " + bytes);
  }

  private static List<String> lone(RawServer web) {
    return List.of(HaproxyPeer.server("web1", web.address(), ""));
  }

  /** Ends its connection behind what is not there, so that no connection is left unused. */
  private RawServer server() throws IOException {
    RawServer[] self = new RawServer[1];
    self[0] =
        new RawServer(
            connection -> {
              while (true) {
                String head = connection.head();
                self[0].heads.add(head);
                if (head.contains("/wait ")) {
                  connection.in.transferTo(OutputStream.nullOutputStream());
                  return;
                }
                if (head.startsWith("GET /asked ")) {
                  asked.acquire();
                }
                if (head.startsWith("GET /stall ")) {
                  connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 9") + "half");
                  connection.in.transferTo(OutputStream.nullOutputStream());
                  return;
                }
                if (head.startsWith("GET /chunks ")) {
                  connection.send(
                      lines("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "9\r\nhalf");
                  return;
                }
                if (head.startsWith("GET /reset ")) {
                  connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 9") + "half");
                  Thread.sleep(100);
                  connection.socket.setSoLinger(true, 0);
                  return;
                }
                if (head.startsWith("GET /missing ")) {
                  connection.send(
                      lines("HTTP/1.1 404 Not Found", "Content-Length: 0", "Connection: close"));
                  return;
                }
                if (head.startsWith("GET /cut ")) {
                  connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 9") + "half");
                  return;
                }
                if (head.startsWith("GET /silent ")) {
                  return;
                }
                if (head.startsWith("GET /junk ")) {
                  connection.send("no HTTP at all\r\n\r\n");
                  return;
                }
                connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 2") + "ok");
              }
            });
    return self[0];
  }

  private static void traffic(Visited proxy, List<RawServer> webs) throws IOException {
    try (RawClient client = proxy.client()) {
      assertThat(client.send(GET).response()).endsWith("ok");
      assertThat(client.send(GET).response()).endsWith("ok");
      assertThat(client.send(get("/missing")).response()).startsWith("HTTP/1.1 404 ");
    }
    proxy.rest();
    assertThat(once(proxy, lines("GET / HTTP/1.1", "Host : a"))).startsWith("HTTP/1.1 400 ");
    assertThat(once(proxy, "GET / HT")).startsWith("HTTP/1.1 408 ");
    assertThat(once(proxy, get("/cut"))).endsWith("half");
    assertThat(once(proxy, get("/silent"))).startsWith("HTTP/1.1 502 ");
    assertThat(once(proxy, get("/junk"))).startsWith("HTTP/1.1 502 ");
    webs.get(0).close();
    assertThat(once(proxy, GET)).startsWith("HTTP/1.1 503 ");
  }

  private static String get(String path) {
    return lines("GET " + path + " HTTP/1.1", "Host: a", "Connection: close");
  }

  private static String once(Visited proxy, String request) throws IOException {
    String answer;
    try (RawClient client = proxy.client().send(request)) {
      String head = client.head();
      answer = head.contains(" 200 ") ? head + client.rest() : head;
    }
    proxy.rest();
    return answer;
  }

  /** Closed without an answer. */
  private static void closed(Visited proxy, String request) throws IOException {
    try (RawClient client = proxy.client().send(request)) {
      assertThat(client.closed()).isTrue();
    }
    proxy.rest();
  }
}
