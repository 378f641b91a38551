package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminationTest {
  private static final String GET = lines("GET /a?b HTTP/1.1", "Host: a");
  private static final Duration SHORT = Duration.ofMillis(200);

  private final BlockingQueue<SessionRecord> ended = new LinkedBlockingQueue<>();

  private UnaryOperator<ProxyConfig> listening(UnaryOperator<ProxyConfig> change) {
    return config -> change.apply(config).withSessionListener(ended::add);
  }

  private SessionRecord next() throws InterruptedException {
    SessionRecord record = ended.poll(10, TimeUnit.SECONDS);
    assertThat(record).as("a session that ended").isNotNull();
    return record;
  }

  @Test
  void shouldTellTheListenerOfEveryRequest() throws Exception {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(listening(config -> config), web);
        RawClient client = proxy.client()) {
      for (int i = 0; i < 2; i++) {
        String response = client.send(GET).response();
        SessionRecord record = next();
        assertThat(record.requestLine()).isEqualTo("GET /a?b HTTP/1.1");
        assertThat(record.frontend()).isEqualTo("web");
        assertThat(record.backend()).isEqualTo("app");
        assertThat(record.server()).isEqualTo("web1");
        assertThat(record.status()).isEqualTo(200);
        assertThat(record.termination().letters()).isEqualTo("--");
        assertThat(record.tries()).isEqualTo(1);
        assertThat(record.bytesOut()).isEqualTo(response.length());
        assertThat(record.client()).isEqualTo(client.socket.getLocalSocketAddress());
        assertThat(record.totalNanos()).isPositive();
      }
      assertThat(proxy.frontend().terminations()).isEqualTo(Map.of("--", 2L));
      assertThat(proxy.proxy.snapshot().backends().get(0).terminations())
          .isEqualTo(Map.of("--", 2L));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', SH, 502",
    "'junk', PH, 502",
    "'HTTP/1.1 200 OK\nContent-Length: 9\n\nhalf', SD, 200",
    "'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n', PH, 502"
  })
  void shouldSayHowTheServerFailed(String response, String letters, int status) throws Exception {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send(
                      response.replace("\n", "\r\n") + (letters.equals("PH") ? "\r\n\r\n" : ""));
                });
        TestProxy proxy = TestProxy.with(listening(config -> config), web);
        RawClient client = proxy.client()) {
      client.send(GET).head();
      SessionRecord record = next();
      assertThat(record.termination().letters()).isEqualTo(letters);
      assertThat(record.status()).isEqualTo(status);
    }
  }

  @Test
  void shouldSayThatTheServerWasLate() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (RawServer web = new RawServer(connection -> never.await());
        TestProxy proxy =
            TestProxy.with(
                listening(TestProxy.backendTimeouts(timeouts -> timeouts.withServer(SHORT))), web);
        RawClient client = proxy.client()) {
      client.send(GET).head();
      assertThat(next().termination().letters()).isEqualTo("sH");
    } finally {
      never.countDown();
    }
  }

  @Test
  void shouldSayThatNoServerWasThere() throws Exception {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(listening(config -> config), web)) {
      proxy.proxy.serverState("app", "web1", ServerState.DOWN);
      proxy.get("/");
      SessionRecord record = next();
      assertThat(record.termination().letters()).isEqualTo("SC");
      assertThat(record.server()).isNull();
      assertThat(record.tries()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1\nHost: a\n\n', CH",
    "'POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nhalf', CD",
    "'GET / HTTP/1.1\nHos', CR"
  })
  void shouldSayWhatTheClientLeftBehind(String request, String letters) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (RawServer web = new RawServer(connection -> never.await());
        TestProxy proxy = TestProxy.with(listening(config -> config), web)) {
      try (RawClient client = proxy.client()) {
        client.send(request.replace("\n", "\r\n"));
        TestProxy.await(
            "at the server", () -> letters.equals("CR") || proxy.server(0).currentRequests() == 1);
        TestProxy.await("read", () -> proxy.frontend().bytesIn() > 0);
        client.socket.setSoLinger(true, 0);
      }
      assertThat(next().termination().letters()).isEqualTo(letters);
    } finally {
      never.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1\n\n', PR, 400",
    "'GET / HTTP/1.1\nHos', cR, 408",
    "'POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nhalf', cD, 408",
    "'POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n1\nxx', PD, 400",
    "'OPTIONS / HTTP/1.1\nHost: a\nMax-Forwards: 0\n\n', LR, 200"
  })
  void shouldSayWhatTheRequestLacked(String request, String letters, int status) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    UnaryOperator<ProxyConfig> impatient =
        TestProxy.frontendTimeouts(timeouts -> timeouts.withClient(SHORT).withHttpRequest(SHORT));
    try (RawServer web = new RawServer(connection -> never.await());
        TestProxy proxy = TestProxy.with(listening(impatient), web);
        RawClient client = proxy.client()) {
      client.send(request.replace("\n", "\r\n"));
      assertThat(client.response()).startsWith("HTTP/1.1 " + status);
      SessionRecord record = next();
      assertThat(record.termination().letters()).isEqualTo(letters);
      assertThat(record.status()).isEqualTo(status);
    } finally {
      never.countDown();
    }
  }

  @Test
  void shouldSayHowATcpSessionEnded() throws Exception {
    UnaryOperator<ProxyConfig> tcp =
        TestProxy.frontend(frontend -> frontend.withMode(FrontendMode.TCP));
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.send("hello");
                  connection.in.readAllBytes();
                });
        TestProxy proxy = TestProxy.with(listening(tcp), web)) {
      try (RawClient client = proxy.client()) {
        client.bytes(5);
        client.socket.shutdownOutput();
        assertThat(client.closed()).isTrue();
      }
      SessionRecord record = next();
      assertThat(record.termination().letters()).isEqualTo("--");
      assertThat(record.bytesOut()).isEqualTo(5);
      try (RawClient client = proxy.client()) {
        client.bytes(5);
        client.socket.setSoLinger(true, 0);
      }
      assertThat(next().termination().letters()).isEqualTo("CD");
      proxy.proxy.serverState("app", "web1", ServerState.DOWN);
      try (RawClient client = proxy.client()) {
        assertThat(client.closed()).isTrue();
      }
      assertThat(next().termination().letters()).isEqualTo("SC");
    }
  }

  @Test
  void shouldSayThatTheProxyWasStopped() throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    try (RawServer web = new RawServer(connection -> never.await());
        TestProxy proxy = TestProxy.with(listening(config -> config), web);
        RawClient client = proxy.client()) {
      client.send(GET);
      TestProxy.await("at the server", () -> proxy.server(0).currentRequests() == 1);
      proxy.proxy.close();
      assertThat(next().termination().letters()).isEqualTo("KH");
    } finally {
      never.countDown();
    }
  }
}
