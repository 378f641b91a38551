package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.answer;
import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeTest {
  private static final String ASK =
      lines(
          "GET /chat HTTP/1.1", "Host: a", "Connection: keep-alive, Upgrade", "Upgrade: websocket");
  private static final String SWITCH =
      lines("HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade");

  /**
   * Takes the upgrade with its first word, then echoes in capitals until the client's last word.
   */
  private static RawServer shouting() throws IOException {
    return new RawServer(
        connection -> {
          connection.head();
          connection.send(SWITCH + "HELLO");
          byte[] block = new byte[4096];
          for (int count = connection.in.read(block);
              count > 0;
              count = connection.in.read(block)) {
            String said = new String(block, 0, count, StandardCharsets.ISO_8859_1);
            connection.send(said.toUpperCase(java.util.Locale.ROOT));
          }
          connection.send("BYE");
        });
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldPassEverythingBothWaysWhenTheServerSwitches(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    try (RawServer web = shouting();
        TestProxy proxy = TestProxy.with(config -> config.withTransport(kind), web);
        RawClient client = proxy.client()) {
      client.send(ASK + "early ");
      assertThat(client.head())
          .isEqualTo(
              answer(
                  "HTTP/1.1 101 Switching Protocols", "Connection: upgrade", "Upgrade: websocket"));
      assertThat(client.bytes(11)).isEqualTo("HELLOEARLY ");
      assertThat(client.send("GET / HTTP/9\n\n").bytes(14)).isEqualTo("GET / HTTP/9\n\n");
      assertThat(proxy.server(0).currentRequests()).isEqualTo(1);
      client.socket.shutdownOutput();
      assertThat(client.rest()).isEqualTo("BYE");
      TestProxy.await("nothing runs", () -> proxy.server(0).currentRequests() == 0);
      TestProxy.await("closed", () -> proxy.frontend().currentConnections() == 0);
      assertThat(proxy.server(0).idleConnections()).isZero();
    }
  }

  @Test
  void shouldTellTheServerWhatTheClientAsksFor() throws IOException {
    try (RawServer web = RawServer.named("no");
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(
          lines(
              "GET / HTTP/1.1",
              "Host: a",
              "Connection: Upgrade, X-Hop",
              "X-Hop: 1",
              "Sec-WebSocket-Version: 13",
              "Upgrade: websocket"));
      assertThat(client.response()).endsWith("no");
      assertThat(client.send(lines("GET / HTTP/1.1", "Host: a")).response()).endsWith("no");
      assertThat(web.heads.get(0))
          .contains("Connection: upgrade\r\nUpgrade: websocket\r\n")
          .contains("Sec-WebSocket-Version: 13\r\n")
          .doesNotContain("X-Hop");
      assertThat(web.heads.get(1)).doesNotContain("pgrade");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUpgrade: websocket\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: a\r\nContent-Length: 1\r\n\r\nx",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket, H2C\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: TLS/1.2\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: HTTP/2.0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: a\r\nUpgrade: b\r\n\r\n"
      })
  void shouldTakeTheUpgradeOffWhenItMayNotBe(String request) throws IOException {
    try (RawServer web = RawServer.answering(SWITCH);
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      assertThat(client.send(request).head()).startsWith("HTTP/1.1 502 ");
      assertThat(web.heads.get(0)).doesNotContain("Upgrade:").doesNotContain("Connection:");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n\r\n",
        "HTTP/1.1 101 x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
        "HTTP/1.0 101 x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
        "HTTP/1.1 101 x\r\nConnection: upgrade\r\nUpgrade: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void shouldAnswer502WhenTheServerSwitchesToNothing(String response) throws IOException {
    try (RawServer web = RawServer.answering(response);
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      assertThat(client.send(ASK).head()).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void shouldEndATunnelThatIsSilentForTooLong() throws IOException {
    UnaryOperator<ProxyConfig> impatient =
        TestProxy.backendTimeouts(timeouts -> timeouts.withTunnel(Duration.ofMillis(200)));
    try (RawServer web = shouting();
        TestProxy proxy = TestProxy.with(impatient, web);
        RawClient client = proxy.client()) {
      client.send(ASK).head();
      assertThat(client.bytes(5)).isEqualTo("HELLO");
      assertThat(client.closed()).isTrue();
      TestProxy.await("nothing runs", () -> proxy.server(0).currentRequests() == 0);
    }
  }

  /** The tunnel has begun and nothing went through it yet. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldPassOnAResetOfTheClientInABeginningTunnel(TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send(SWITCH);
                  connection.in.read();
                });
        TestProxy proxy = TestProxy.with(config -> config.withTransport(kind), web)) {
      try (RawClient client = proxy.client()) {
        assertThat(client.send(ASK).head()).startsWith("HTTP/1.1 101 ");
        client.socket.setSoLinger(true, 0);
      }
      assertThat(web.ended.poll(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("error");
      awaitRest(proxy, "CD");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldPassOnAResetOfTheServerInABeginningTunnel(TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    java.util.concurrent.CountDownLatch switched = new java.util.concurrent.CountDownLatch(1);
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send(SWITCH);
                  switched.await();
                  connection.socket.setSoLinger(true, 0);
                });
        TestProxy proxy = TestProxy.with(config -> config.withTransport(kind), web);
        RawClient client = proxy.client()) {
      assertThat(client.send(ASK).head()).startsWith("HTTP/1.1 101 ");
      switched.countDown();
      org.assertj.core.api.Assertions.assertThatThrownBy(client::rest)
          .isInstanceOf(java.net.SocketException.class)
          .hasMessage("Connection reset");
      awaitRest(proxy, "SD");
    }
  }

  private static void awaitRest(TestProxy proxy, String termination) {
    TestProxy.await("closed", () -> proxy.frontend().currentConnections() == 0);
    TestProxy.await("nothing runs", () -> proxy.server(0).currentRequests() == 0);
    assertThat(proxy.frontend().terminations()).containsOnlyKeys(termination);
  }

  @Test
  void shouldLetATunnelLiveOnWhenTheProxyDrainsAndCutItAfterwards() throws Exception {
    try (RawServer web = shouting();
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(ASK).head();
      assertThat(client.bytes(5)).isEqualTo("HELLO");
      var stopped = proxy.proxy.stop(Duration.ofMinutes(1)).toCompletableFuture();
      assertThat(client.send("more").bytes(4)).isEqualTo("MORE");
      assertThat(stopped).isNotDone();
      proxy.proxy.close();
      assertThat(client.closed()).isTrue();
      stopped.get(10, java.util.concurrent.TimeUnit.SECONDS);
    }
  }
}
