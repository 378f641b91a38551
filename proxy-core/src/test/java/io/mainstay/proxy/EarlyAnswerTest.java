package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.answer;
import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that answer before they have read the request's body (RFC 9112 section 9.6). */
class EarlyAnswerTest {
  private static final int BODY_BYTES = 20_000_000;

  /** RS31: the client is still sending when the answer comes, and must see it nevertheless. */
  @ParameterizedTest
  @MethodSource("io.mainstay.proxy.Way#all")
  void shouldPassOnARefusalWhileTheClientStillSends(Way way) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (RawServer web =
            way.server(
                connection -> {
                  connection.head();
                  connection.send(lines("HTTP/1.1 413 Content Too Large", "Content-Length: 0"));
                  never.await();
                });
        TestProxy proxy = way.proxy(web);
        RawClient client = way.client(proxy)) {
      client.send(lines("PUT / HTTP/1.1", "Host: a", "Content-Length: " + BODY_BYTES));
      Thread sender =
          new Thread(
              () -> {
                try {
                  client.socket.getOutputStream().write(new byte[BODY_BYTES]);
                } catch (IOException e) {
                  // The proxy has read enough of it.
                }
              });
      sender.start();
      assertThat(client.head())
          .isEqualTo(
              answer("HTTP/1.1 413 Content Too Large", "Content-Length: 0", "Connection: close"));
      sender.join();
      TestProxy.await("closed", () -> proxy.frontend().currentConnections() == 0);
      assertThat(proxy.server(0).idleConnections()).isZero();
    } finally {
      never.countDown();
    }
  }

  /**
   * SQ07 (RFC 9110 section 10.1.1): who asked first sends no body then, and the connection ends.
   */
  @ParameterizedTest
  @MethodSource("io.mainstay.proxy.Way#all")
  void shouldPassOnAFinalAnswerInsteadOfContinue(Way way) throws IOException {
    try (RawServer web =
            way.server(
                connection -> {
                  assertThat(connection.head()).contains("\r\nExpect: 100-continue\r\n");
                  connection.send(lines("HTTP/1.1 401 Unauthorized", "Content-Length: 2") + "no");
                  connection.in.read();
                });
        TestProxy proxy = way.proxy(web);
        RawClient client = way.client(proxy)) {
      client.send(lines("PUT / HTTP/1.1", "Host: a", "Expect: 100-continue", "Content-Length: 5"));
      assertThat(client.rest())
          .isEqualTo(
              answer("HTTP/1.1 401 Unauthorized", "Content-Length: 2", "Connection: close") + "no");
      assertThat(proxy.server(0).idleConnections()).isZero();
    }
  }

  /** SQ06. */
  @ParameterizedTest
  @MethodSource("io.mainstay.proxy.Way#all")
  void shouldSendTheBodyThatTheServerAskedFor(Way way) throws IOException {
    try (RawServer web =
            way.server(
                connection -> {
                  connection.head();
                  connection.send(lines("HTTP/1.1 100 Continue"));
                  assertThat(connection.in.readNBytes(5))
                      .isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
                  connection.send(lines("HTTP/1.1 200 OK", "Content-Length: 0"));
                  connection.in.read();
                });
        TestProxy proxy = way.proxy(web);
        RawClient client = way.client(proxy)) {
      client.send(lines("PUT / HTTP/1.1", "Host: a", "Expect: 100-continue", "Content-Length: 5"));
      assertThat(client.head()).isEqualTo(answer("HTTP/1.1 100 Continue"));
      assertThat(client.send("hello").head())
          .isEqualTo(answer("HTTP/1.1 200 OK", "Content-Length: 0"));
    }
  }

  /** An old client's empty line behind a request may come before, with or after the close. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldAnswerWhoSendsMoreBehindTheLastRequest(TransportKind kind) throws IOException {
    TestProxy.assumeWorks(kind);
    try (RawServer web = RawServer.named("web");
        TestProxy proxy = TestProxy.with(config -> config.withTransport(kind), web)) {
      for (int i = 0; i < 500; i++) {
        try (RawClient client = new RawClient(proxy.address())) {
          client.send(
              lines("OPTIONS / HTTP/1.1", "Host: a", "Max-Forwards: 0", "Connection: close"));
          long until = System.nanoTime() + i * 1_000L;
          while (System.nanoTime() < until) {
            Thread.onSpinWait();
          }
          try {
            client.send("\r\n");
          } catch (IOException e) {
            // The connection is closed already.
          }
          assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
      }
    }
  }

  /** The kernel refuses a goodbye on a connection that was reset, which must not keep it open. */
  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void shouldForgetAClientThatLeftBeforeItsAnswer(TransportKind kind) throws Exception {
    TestProxy.assumeWorks(kind);
    CountDownLatch left = new CountDownLatch(1);
    String body = "x".repeat(8_192);
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  left.await();
                  connection.send(
                      lines("HTTP/1.1 200 OK", "Content-Length: " + body.length()) + body);
                  connection.in.read();
                });
        TestProxy proxy = TestProxy.with(config -> config.withTransport(kind), web)) {
      for (int i = 0; i < 10; i++) {
        try (RawClient client = new RawClient(proxy.address())) {
          client.send(lines("GET / HTTP/1.1", "Host: a", "Connection: close"));
        }
      }
      TestProxy.await("asked", () -> web.connections.get() == 10);
      left.countDown();
      TestProxy.await("closed", () -> proxy.frontend().currentConnections() == 0);
    }
  }
}
