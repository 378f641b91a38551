package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");
  private static final Duration SHORT = Duration.ofMillis(200);

  /** RS23. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldAnswer503AndGoOnWhenNoServerListens(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    Server dead = Server.of("web1", Loopback.closed());
    try (Proxy proxy = Proxy.start(TestProxy.config(dead).withTransport(kind));
        RawClient client = new RawClient(proxy.localAddresses("web").get(0))) {
      assertThat(client.send(GET).response()).startsWith("HTTP/1.1 503 ");
      assertThat(client.send(GET).response()).startsWith("HTTP/1.1 503 ");
      client.send(lines("HEAD / HTTP/1.1", "Host: a"));
      assertThat(client.head()).startsWith("HTTP/1.1 503 ");
      assertThat(client.send(GET).response()).startsWith("HTTP/1.1 503 ");
      assertThat(proxy.snapshot().backends().get(0).servers().get(0).connectionErrors())
          .isEqualTo(4);
    }
  }

  /** RS23. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldTryTheNextServerWhenOneRefuses(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    try (RawServer web = RawServer.named("alive");
        Proxy proxy =
            Proxy.start(
                TestProxy.config(
                        Server.of("dead1", Loopback.closed()),
                        Server.of("dead2", Loopback.closed()),
                        Server.of("web", web.address()))
                    .withTransport(kind));
        RawClient client = new RawClient(proxy.localAddresses("web").get(0))) {
      for (int i = 0; i < 6; i++) {
        client.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 5") + "hello");
        assertThat(client.response()).endsWith("alive");
      }
    }
  }

  /** A listener with a full backlog answers nobody. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldMoveToTheNextServerWhenOneDoesNotAcceptInTime(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    UnaryOperator<ProxyConfig> patient =
        TestProxy.backendTimeouts(timeouts -> timeouts.withConnect(SHORT));
    try (FullBacklog full = new FullBacklog();
        RawServer web = RawServer.named("alive")) {
      Server silent = Server.of("silent", full.address());
      Server alive = Server.of("alive", web.address());
      try (Proxy proxy =
              Proxy.start(patient.apply(TestProxy.config(silent, alive)).withTransport(kind));
          RawClient client = new RawClient(proxy.localAddresses("web").get(0))) {
        assertThat(client.send(GET).response()).endsWith("alive");
        ServerSnapshot first = proxy.snapshot().backends().get(0).servers().get(0);
        assertThat(first.connectionErrors()).isEqualTo(1);
        assertThat(first.retries()).isEqualTo(1);
      }
      try (Proxy proxy = Proxy.start(patient.apply(TestProxy.config(silent)).withTransport(kind));
          RawClient client = new RawClient(proxy.localAddresses("web").get(0))) {
        assertThat(client.send(GET).response()).startsWith("HTTP/1.1 504 ");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FrontendMode.class)
  void shouldTryTheSameServerAgainWhenItIsNotToLeaveIt(FrontendMode mode) throws Exception {
    RetryPolicy staying = RetryPolicy.defaults().withRedispatch(RetryPolicy.Redispatch.NEVER);
    InetSocketAddress restarting = Loopback.closed();
    UnaryOperator<ProxyConfig> change =
        config ->
            TestProxy.frontend(frontend -> frontend.withMode(mode))
                .apply(
                    TestProxy.backend(
                            backend ->
                                backend
                                    .withServers(
                                        List.of(
                                            Server.of("restarting", restarting),
                                            backend.servers().get(0)))
                                    .withRetry(staying)
                                    .withTimeouts(backend.timeouts().withConnect(SHORT)))
                        .apply(config));
    try (RawServer other = RawServer.named("other");
        TestProxy proxy = TestProxy.with(change, other);
        RawClient client = proxy.client()) {
      client.send(GET);
      TestProxy.await("refused", () -> proxy.server(0).connectionErrors() > 0);
      try (ServerSocket back = new ServerSocket()) {
        back.setReuseAddress(true);
        back.bind(restarting);
        try (Socket connection = back.accept()) {
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nback".getBytes(US_ASCII));
          assertThat(client.response()).endsWith("back");
        }
      }
      assertThat(proxy.server(0).retries()).isPositive();
      assertThat(other.connections).hasValue(0);
    }
  }

  @Test
  void shouldForgetTheRetryOfAClientThatLeaves() throws IOException {
    RetryPolicy staying = RetryPolicy.defaults().withRedispatch(RetryPolicy.Redispatch.NEVER);
    Server dead = Server.of("web1", Loopback.closed());
    UnaryOperator<ProxyConfig> change =
        TestProxy.backend(backend -> backend.withServers(List.of(dead)).withRetry(staying));
    try (TestProxy proxy = TestProxy.with(change)) {
      try (RawClient client = proxy.client()) {
        client.send(GET);
        TestProxy.await("refused", () -> proxy.server(0).connectionErrors() == 1);
        client.socket.setSoLinger(true, 0);
      }
      TestProxy.await("forgotten", () -> proxy.frontend().clientAborts() == 1);
      assertThat(proxy.proxy.snapshot().backends().get(0).currentRequests()).isZero();
    }
  }

  /** A server that ends closes its sockets one after the other, the listening one not first. */
  @Test
  void shouldGoToAnotherServerWhenTheRepetitionFailsToo() throws IOException {
    try (RawServer dying =
            new RawServer(
                connection -> {
                  connection.head();
                  if (connection.number == 1) {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ndying");
                    connection.head();
                  }
                });
        RawServer web = RawServer.named("alive");
        TestProxy proxy = TestProxy.before(dying, web);
        RawClient client = proxy.client()) {
      assertThat(client.send(GET).response()).endsWith("dying");
      assertThat(client.send(GET).response()).endsWith("alive");
      assertThat(client.send(GET).response()).endsWith("alive");
      assertThat(dying.connections).hasValue(2);
      assertThat(proxy.server(0).retries()).isEqualTo(2);
    }
  }

  @Test
  void shouldNotRepeatAPostWhoseKeptConnectionEnded() throws IOException {
    try (RawServer dying =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ndying");
                  connection.head();
                });
        TestProxy proxy = TestProxy.before(dying);
        RawClient client = proxy.client()) {
      assertThat(client.send(GET).response()).endsWith("dying");
      client.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 0"));
      assertThat(client.response()).startsWith("HTTP/1.1 502 ");
      assertThat(dying.connections).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "CONN_FAILURE", mode = EnumSource.Mode.EXCLUDE)
  void shouldRepeatElsewhereAfterWhatThePolicyNames(RetryOn on) throws IOException {
    UnaryOperator<ProxyConfig> policy =
        TestProxy.backend(
            backend ->
                backend
                    .withRetry(new RetryPolicy(1, Set.of(on)))
                    .withTimeouts(backend.timeouts().withServer(SHORT)));
    try (RawServer broken =
            new RawServer(
                connection -> {
                  connection.head();
                  switch (on) {
                    case EMPTY_RESPONSE -> {}
                    case JUNK_RESPONSE -> connection.send("junk\r\n\r\n");
                    default -> connection.head();
                  }
                });
        RawServer web = RawServer.named("alive");
        TestProxy proxy = TestProxy.with(policy, broken, web)) {
      assertThat(proxy.get("/")).endsWith("alive");
      assertThat(proxy.server(0).retries()).isEqualTo(1);
    }
  }

  @Test
  void shouldSendNothingToAServerThatIsDown() throws IOException {
    try (RawServer web1 = RawServer.named("Web 1");
        RawServer web2 = RawServer.named("Web 2");
        TestProxy proxy = TestProxy.before(web1, web2)) {
      proxy.proxy.serverState("app", "web1", ServerState.DOWN);
      assertThat(proxy.get("/")).endsWith("Web 2");
      assertThat(proxy.get("/")).endsWith("Web 2");
      proxy.proxy.serverState("app", "web2", ServerState.DOWN);
      assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
      proxy.proxy.serverState("app", "web1", ServerState.UP);
      assertThat(proxy.get("/")).endsWith("Web 1");
      assertThat(proxy.server(1).state()).isEqualTo(ServerState.DOWN);
    }
  }

  @Test
  void shouldAnswerPipelinedRequestsEachWhenNoServerIsUp() throws IOException {
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      proxy.proxy.serverState("app", "web1", ServerState.DOWN);
      client.send(GET + GET + GET);
      for (int i = 0; i < 3; i++) {
        assertThat(client.response()).startsWith("HTTP/1.1 503 ");
      }
    }
  }

  @Test
  void shouldHeedTheOperatorWhateverTheChecksSay() throws IOException {
    try (RawServer web1 = RawServer.named("Web 1");
        RawServer web2 = RawServer.named("Web 2");
        TestProxy proxy = TestProxy.before(web1, web2)) {
      assertThat(proxy.get("/")).endsWith("Web 1");
      assertThat(proxy.get("/")).endsWith("Web 2");
      TestProxy.await("pooled", () -> proxy.server(0).idleConnections() == 1);
      proxy.proxy.serverAdmin("app", "web1", ServerAdmin.DRAIN);
      proxy.proxy.serverState("app", "web1", ServerState.UP);
      assertThat(proxy.get("/")).endsWith("Web 2");
      assertThat(proxy.get("/")).endsWith("Web 2");
      assertThat(proxy.server(0).admin()).isEqualTo(ServerAdmin.DRAIN);
      assertThat(proxy.server(0).idleConnections()).isEqualTo(1);
      proxy.proxy.serverAdmin("app", "web1", ServerAdmin.MAINT);
      TestProxy.await("unused ones are closed", () -> proxy.server(0).idleConnections() == 0);
      proxy.proxy.serverAdmin("app", "web1", ServerAdmin.READY);
      assertThat(proxy.get("/") + proxy.get("/")).contains("Web 1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nX: a\nb\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        ""
      })
  void shouldAnswer502WhenTheServerBreaksTheRules(String response) throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send(response);
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      assertThat(client.send(GET).response()).startsWith("HTTP/1.1 502 ");
      assertThat(client.send(GET).response()).startsWith("HTTP/1.1 502 ");
      assertThat(proxy.server(0).responseErrors()).isEqualTo(2);
      assertThat(proxy.server(0).idleConnections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhal"
      })
  void shouldNotCompleteAResponseThatTheServerCutShort(String response) throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send(response);
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      String all = client.send(GET).rest();
      assertThat(all).startsWith("HTTP/1.1 200 OK").doesNotEndWith("0\r\n\r\n");
    }
  }

  /** Where the connection's end is the body's, a reset is none (RFC 9112 section 8). */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldNotTakeAResetForTheEndOfABody(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    CountDownLatch heard = new CountDownLatch(1);
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\n\r\nhalf");
                  heard.await();
                  connection.socket.setSoLinger(true, 0);
                  connection.close();
                });
        TestProxy proxy = TestProxy.with(config -> config.withTransport(kind), web);
        RawClient client = proxy.client()) {
      assertThat(client.send(GET).head()).contains("Transfer-Encoding: chunked");
      assertThat(client.bytes(9)).isEqualTo("4\r\nhalf\r\n");
      heard.countDown();
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void shouldWriteOutAWholeResponseThoughTheNextIsCutShort() throws IOException {
    int bytes = 4 * 1024 * 1024;
    CountDownLatch cut = new CountDownLatch(1);
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n");
                  connection.send("x".repeat(bytes));
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                  connection.close();
                  cut.countDown();
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = new RawClient(proxy.address(), 4096)) {
      client.send(GET + GET).head();
      int read = 0;
      while (cut.getCount() > 0 && read < bytes) {
        read += client.in().readNBytes(Math.min(1024, bytes - read)).length;
      }
      TestProxy.await(
          "the cut", () -> proxy.proxy.snapshot().backends().get(0).activity().serverAborts() == 1);
      assertThat(client.bytes(bytes - read)).hasSize(bytes - read);
    }
  }

  @Test
  void shouldNotPoolAConnectionWhoseServerSaidTooMuch() throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send(
                      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                          + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                  connection.in.read();
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      assertThat(client.send(GET).response()).endsWith("\r\n\r\nok");
      assertThat(client.send(GET).response()).endsWith("\r\n\r\nok");
      assertThat(web.connections).hasValue(2);
    }
  }

  /** RS24. */
  @ParameterizedTest
  @MethodSource("io.mainstay.proxy.Way#all")
  void shouldAnswer504WhenTheServerIsSilent(Way way) throws IOException {
    try (RawServer web = way.server(connection -> connection.in.transferTo(nowhere()));
        TestProxy proxy = way.proxy(TestProxy.backendTimeouts(t -> t.withServer(SHORT)), web);
        RawClient client = way.client(proxy)) {
      assertThat(client.send(GET).response()).startsWith("HTTP/1.1 504 ");
      assertThat(client.send(GET).response()).startsWith("HTTP/1.1 504 ");
    }
  }

  /** RS25. */
  @ParameterizedTest
  @MethodSource("io.mainstay.proxy.Way#all")
  void shouldAnswer504WhenTheServersHeadOnlyDrips(Way way) throws IOException {
    try (RawServer web =
            way.server(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nX: ");
                  CountDownLatch pause = new CountDownLatch(1);
                  while (!pause.await(50, TimeUnit.MILLISECONDS)) {
                    connection.send("y");
                  }
                });
        TestProxy proxy = way.proxy(TestProxy.backendTimeouts(t -> t.withServer(SHORT)), web);
        RawClient client = way.client(proxy)) {
      assertThat(client.send(GET).response()).startsWith("HTTP/1.1 504 ");
    }
  }

  @Test
  void shouldCutTheClientWhenTheServerStopsInsideTheBody() throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                  connection.in.transferTo(nowhere());
                });
        TestProxy proxy = TestProxy.with(TestProxy.backendTimeouts(t -> t.withServer(SHORT)), web);
        RawClient client = proxy.client()) {
      assertThat(client.send(GET).rest()).endsWith("half");
    }
  }

  @Test
  void shouldAnswer408WhenTheHeadIsSlow() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy =
            TestProxy.with(TestProxy.frontendTimeouts(t -> t.withHttpRequest(SHORT)), web);
        RawClient client = proxy.client()) {
      client.send("GET / HTTP/1.1\r\nHost:");
      assertThat(client.rest()).startsWith("HTTP/1.1 408 ").contains("Connection: close");
      assertThat(web.connections).hasValue(0);
    }
  }

  @Test
  void shouldAnswer408WhenTheBodyStalls() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy =
            TestProxy.with(TestProxy.frontendTimeouts(t -> t.withClient(SHORT)), web);
        RawClient client = proxy.client()) {
      client.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 9") + "half");
      assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
      assertThat(endOf(web)).isIn("script", "eof", "error");
    }
  }

  @Test
  void shouldCutAClientThatTakesNothing() throws IOException {
    String large = "x".repeat(50_000_000);
    try (RawServer web =
            RawServer.answering(lines("HTTP/1.1 200 OK", "Content-Length: 50000000") + large);
        TestProxy proxy =
            TestProxy.with(TestProxy.frontendTimeouts(t -> t.withClient(SHORT)), web);
        RawClient client = new RawClient(proxy.address(), 16 * 1024)) {
      client.send(GET);
      TestProxy.await("asked", () -> proxy.frontend().requests() == 1);
      TestProxy.await("cut", () -> proxy.frontend().currentConnections() == 0);
      assertThat(endOf(web)).isIn("eof", "error");
    }
  }

  @Test
  void shouldAnswerItselfWhenARequestMayGoNoFurther() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      String last = lines("OPTIONS / HTTP/1.1", "Host: a", "Max-Forwards: 0");
      assertThat(client.send(last + GET).response()).startsWith("HTTP/1.1 200 ");
      assertThat(client.response()).endsWith("\r\n\r\nx");
      assertThat(web.heads).hasSize(1);
    }
  }

  @Test
  void shouldRefuseABodyThatTheClientCutsShort() throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.in.transferTo(nowhere());
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 9") + "half");
      client.socket.shutdownOutput();
      assertThat(client.rest()).startsWith("HTTP/1.1 400 ");
      assertThat(endOf(web)).isIn("script", "error");
    }
  }

  @Test
  void shouldCloseSilentlyWhenNothingComes() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy =
            TestProxy.with(
                TestProxy.frontendTimeouts(t -> t.withHttpRequest(SHORT).withHttpKeepAlive(SHORT)),
                web);
        RawClient fresh = proxy.client();
        RawClient used = proxy.client()) {
      assertThat(used.send(GET).response()).endsWith("x");
      assertThat(used.closed()).isTrue();
      assertThat(fresh.closed()).isTrue();
    }
  }

  @Test
  void shouldAnswerExactlyOnceWhenARequestIsRefused() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(GET + "GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n" + GET);
      assertThat(client.response()).endsWith("x");
      String rest = client.rest();
      assertThat(rest).startsWith("HTTP/1.1 400 ").contains("Connection: close");
      assertThat(rest.split("HTTP/1.1 ", -1)).hasSize(2);
      assertThat(web.heads).hasSize(1);
      assertThat(proxy.frontend().refusedRequests()).isEqualTo(1);
    }
  }

  @Test
  void shouldCloseTheServersConnectionWhenAChunkIsMalformed() throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.in.transferTo(nowhere());
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"));
      client.send("5\r\nhello\r\n");
      TestProxy.await("at the server", () -> web.connections.get() == 1);
      client.send("zz\r\n" + GET);
      assertThat(client.rest()).startsWith("HTTP/1.1 400 ");
      assertThat(endOf(web)).isIn("script", "error");
    }
  }

  /** SQ16. */
  @ParameterizedTest
  @MethodSource("io.mainstay.proxy.Way#all")
  void shouldCloseTheServersConnectionWhenTheClientIsGone(Way way) throws IOException {
    try (RawServer web =
            way.server(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                  connection.in.transferTo(nowhere());
                });
        TestProxy proxy = way.proxy(web)) {
      try (RawClient client = way.client(proxy)) {
        client.send(GET);
        client.head();
        client.socket.setSoLinger(true, 0);
      }
      assertThat(endOf(web)).isIn("script", "error");
      TestProxy.await("counted", () -> proxy.frontend().clientAborts() == 1);
      TestProxy.await("closed", () -> proxy.frontend().currentConnections() == 0);
    }
  }

  /** RS26 and SQ17. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldRepeatAGetWhenAKeptConnectionDies(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    try (RawServer web = dyingOnSecondRequest();
        TestProxy proxy = TestProxy.with(c -> c.withTransport(kind), web);
        RawClient client = proxy.client()) {
      assertThat(client.send(GET).response()).endsWith("1");
      assertThat(client.send(GET).response()).endsWith("2");
      assertThat(proxy.server(0).retries()).isEqualTo(1);
    }
  }

  /** SQ17. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldNotRepeatAPostWhenAKeptConnectionDies(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    try (RawServer web = dyingOnSecondRequest();
        TestProxy proxy = TestProxy.with(c -> c.withTransport(kind), web);
        RawClient client = proxy.client()) {
      assertThat(client.send(GET).response()).endsWith("1");
      client.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 2") + "hi");
      assertThat(client.response()).startsWith("HTTP/1.1 502 ");
      assertThat(web.connections).hasValue(1);
    }
  }

  @Test
  void shouldCloseTheNewestConnectionWhenThereAreTooMany() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(c -> c.withLimits(c.limits().withMaxConnections(1)), web);
        RawClient first = proxy.client()) {
      assertThat(first.send(GET).response()).endsWith("x");
      try (RawClient second = proxy.client()) {
        assertThat(second.closed()).isTrue();
      }
      assertThat(first.send(GET).response()).endsWith("x");
    }
  }

  /** Answers one request on each connection and closes when the second has come. */
  private static RawServer dyingOnSecondRequest() throws IOException {
    return new RawServer(
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + connection.number);
          connection.head();
        });
  }

  /** RS22: what the server broke off gets 502, once. */
  @ParameterizedTest
  @MethodSource("io.mainstay.proxy.Way#all")
  void shouldAnswer502WhenTheServerResetsWhileTheBodyComes(Way way) throws IOException {
    try (RawServer web =
            way.server(
                connection -> {
                  connection.head();
                  connection.in.readNBytes(1000);
                  connection.socket.setSoLinger(true, 0);
                });
        TestProxy proxy = way.proxy(web);
        RawClient client = way.client(proxy)) {
      client.send(lines("PUT / HTTP/1.1", "Host: a", "Content-Length: 1000000"));
      assertThat(client.send("x".repeat(50_000)).rest())
          .startsWith("HTTP/1.1 502 ")
          .contains("Connection: close");
      assertThat(web.connections).hasValue(1);
      assertThat(proxy.server(0).responseErrors()).isEqualTo(1);
    }
  }

  /** RS22: what the server said before stays said. */
  @ParameterizedTest
  @MethodSource("io.mainstay.proxy.Way#all")
  void shouldPassOnAnEarlyAnswerWhoseServerResetsBehindIt(Way way) throws IOException {
    CountDownLatch answered = new CountDownLatch(1);
    try (RawServer web =
            way.server(
                connection -> {
                  connection.head();
                  connection.send(lines("HTTP/1.1 413 Content Too Large", "Content-Length: 3"));
                  connection.send("big");
                  answered.await();
                  connection.socket.setSoLinger(true, 0);
                });
        TestProxy proxy = way.proxy(web);
        RawClient client = way.client(proxy)) {
      client.send(lines("PUT / HTTP/1.1", "Host: a", "Content-Length: 1000000") + "half");
      assertThat(client.response()).startsWith("HTTP/1.1 413 ").endsWith("big");
      answered.countDown();
      assertThat(client.rest()).isEmpty();
    } finally {
      answered.countDown();
    }
  }

  private static String endOf(RawServer server) {
    try {
      return String.valueOf(server.ended.poll(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static OutputStream nowhere() {
    return OutputStream.nullOutputStream();
  }
}
