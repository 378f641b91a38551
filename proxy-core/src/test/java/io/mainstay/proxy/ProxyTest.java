package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyTest {
  @Test
  void shouldTakeServersInTurnAcrossConnections() throws IOException {
    try (RawServer web1 = RawServer.named("Web 1");
        RawServer web2 = RawServer.named("Web 2");
        TestProxy proxy = TestProxy.before(web1, web2)) {
      assertThat(proxy.get("/")).endsWith("Web 1");
      assertThat(proxy.get("/")).endsWith("Web 2");
      assertThat(proxy.get("/")).endsWith("Web 1");
      assertThat(proxy.get("/")).endsWith("Web 2");
    }
  }

  @Test
  void shouldReuseConnectionsOnBothSidesWhenNobodyCloses() throws IOException {
    try (RawServer web = RawServer.named("Web 1");
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n").response())
            .isEqualTo(answer("HTTP/1.1 200 OK", "Content-Length: 5") + "Web 1");
      }
      assertThat(web.connections).hasValue(1);
      TestProxy.await("counted", () -> proxy.server(0).idleConnections() == 1);
      assertThat(proxy.server(0).reuses()).isEqualTo(4);
      assertThat(proxy.frontend().connections()).isEqualTo(1);
      assertThat(proxy.frontend().responses().successful()).isEqualTo(5);
    }
  }

  @Test
  void shouldTellTheServerWhoAsksAndThroughWhom() throws IOException {
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.before(web)) {
      proxy.get("/a");
      assertThat(web.heads)
          .containsExactly(
              lines(
                  "GET /a HTTP/1.1",
                  "Host: a",
                  "X-Forwarded-For: 127.0.0.1",
                  "X-Forwarded-Proto: http",
                  "X-Forwarded-Host: a",
                  "X-Forwarded-Port: " + proxy.address().getPort(),
                  "Via: 1.1 mainstay"));
    }
  }

  /** RFC 5952 section 4, RFC 7239 section 6. */
  @Test
  void shouldTellIpv6AddressesInTheirShortForm() throws IOException {
    InetSocketAddress local = Loopback.ipv6();
    UnaryOperator<ProxyConfig> onIpv6 =
        TestProxy.frontend(
            was -> Frontend.of("web", local, "app").withForwarded(Forwarded.REPLACE));
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(onIpv6, web)) {
      proxy.get("/");
      assertThat(web.heads)
          .singleElement()
          .asString()
          .contains("\r\nX-Forwarded-For: ::1\r\n")
          .contains("\r\nForwarded: for=\"[::1]\";host=\"a\";proto=http\r\n");
    }
  }

  /** HF27. */
  @ParameterizedTest
  @MethodSource("io.mainstay.proxy.Way#all")
  void shouldBelieveOnlyTrustedProxies(Way way) throws IOException {
    String request =
        lines(
            "GET / HTTP/1.1",
            "Host: a",
            "X-Forwarded-For: 9.9.9.9",
            "X-Forwarded-Proto: https",
            "Forwarded: for=9.9.9.9");
    UnaryOperator<Frontend> telling = frontend -> frontend.withForwarded(Forwarded.REPLACE);
    try (RawServer web = RawServer.named("x");
        TestProxy trusting =
            way.proxy(
                TestProxy.frontend(
                    frontend ->
                        telling
                            .apply(frontend)
                            .withTrustedProxies(List.of(AddressRange.parse("127.0.0.0/8")))),
                web);
        TestProxy doubting = way.proxy(TestProxy.frontend(telling), web);
        RawClient known = way.client(trusting);
        RawClient stranger = way.client(doubting)) {
      web.heads.clear();
      known.send(request).response();
      stranger.send(request).response();
      assertThat(web.heads)
          .containsExactly(
              lines(
                  "GET / HTTP/1.1",
                  "Host: a",
                  "X-Forwarded-For: 9.9.9.9",
                  "X-Forwarded-Proto: https",
                  "Forwarded: for=9.9.9.9",
                  "X-Forwarded-For: 127.0.0.1",
                  "Forwarded: for=127.0.0.1;host=\"a\";proto=http",
                  "Via: 1.1 mainstay"),
              lines(
                  "GET / HTTP/1.1",
                  "Host: a",
                  "X-Forwarded-For: 127.0.0.1",
                  "X-Forwarded-Proto: http",
                  "X-Forwarded-Host: a",
                  "X-Forwarded-Port: " + doubting.address().getPort(),
                  "Forwarded: for=127.0.0.1;host=\"a\";proto=http",
                  "Via: 1.1 mainstay"));
    }
  }

  @ParameterizedTest
  @EnumSource(ForwardedFor.class)
  void shouldTellNothingOfClientsThatAreExcepted(ForwardedFor policy) throws IOException {
    String request = lines("GET / HTTP/1.1", "Host: a", "X-Forwarded-For: 9.9.9.9");
    UnaryOperator<ProxyConfig> except =
        TestProxy.frontend(
            frontend ->
                frontend
                    .withForwardedFor(policy)
                    .withForwardedForExcept(
                        List.of(
                            AddressRange.parse("2001:db8::/32"),
                            AddressRange.parse("127.0.0.0/8"))));
    try (RawServer web = RawServer.named("x");
        TestProxy proxy = TestProxy.with(except, web);
        RawClient client = proxy.client()) {
      client.send(request).response();
      assertThat(web.heads)
          .containsExactly(
              lines("GET / HTTP/1.1", "Host: a", "X-Forwarded-For: 9.9.9.9", "Via: 1.1 mainstay"));
    }
  }

  @Test
  void shouldPassChunkedBodiesBothWays() throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  StringBuilder body = new StringBuilder();
                  while (!body.toString().endsWith("0\r\n\r\n")) {
                    body.append((char) connection.in.read());
                  }
                  connection.send(lines("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"));
                  connection.send("3;x=y\r\nabc\r\n");
                  connection.send(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n");
                  connection.send("0\r\nTrailer: x\r\n\r\n");
                  connection.head();
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"));
      client.send("2;ext\r\nhe\r\n3\r\nllo\r\n0\r\nX: y\r\n\r\n");
      assertThat(client.head()).isEqualTo(answer("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"));
      String body = dechunked(client);
      assertThat(body).startsWith("abc");
      assertThat(dechunked(body.substring(3))).isEqualTo("hello");
      TestProxy.await("pooled", () -> proxy.server(0).idleConnections() == 1);
    }
  }

  @Test
  void shouldAnswerPipelinedRequestsInOrder() throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  while (true) {
                    String head = connection.head();
                    String path = head.substring(5, head.indexOf(' ', 5));
                    connection.in.readNBytes(RawClient.contentLength(head));
                    connection.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                  }
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 2000; i++) {
        all.append(
            i % 3 == 0
                ? "PUT /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                : "GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      client.send(all.toString());
      for (int i = 0; i < 2000; i++) {
        assertThat(client.response()).endsWith("\r\n\r\n" + i);
      }
    }
  }

  @Test
  void shouldGiveNoBodyWhenTheRequestIsHead() throws IOException {
    try (RawServer web = RawServer.answering(lines("HTTP/1.1 200 OK", "Content-Length: 5"));
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      for (int i = 0; i < 3; i++) {
        client.send(lines("HEAD / HTTP/1.1", "Host: a"));
        assertThat(client.head()).isEqualTo(answer("HTTP/1.1 200 OK", "Content-Length: 5"));
      }
      assertThat(web.connections).hasValue(1);
    }
  }

  @Test
  void shouldRelayInterimResponsesAndTheBodyAfterThem() throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  assertThat(connection.head()).contains("Expect: 100-continue");
                  connection.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLin");
                  connection.send("k: x\r\n\r\n");
                  String body = new String(connection.in.readNBytes(5), StandardCharsets.US_ASCII);
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body);
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(lines("PUT / HTTP/1.1", "Host: a", "Expect: 100-continue", "Content-Length: 5"));
      assertThat(client.head()).isEqualTo(answer("HTTP/1.1 100 Continue"));
      assertThat(client.head()).isEqualTo(answer("HTTP/1.1 103 Early Hints", "Link: x"));
      assertThat(client.send("hello").response()).endsWith("hello");
    }
  }

  @Test
  void shouldCloseAndNotChunkWhenTheClientIsOld() throws IOException {
    try (RawServer web =
            RawServer.answering(
                lines("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                    + "5\r\nhello\r\n0\r\n\r\n");
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.rest()).isEqualTo(answer("HTTP/1.1 200 OK", "Connection: close") + "hello");
    }
  }

  @Test
  void shouldChunkABodyThatEndsWithTheServersConnection() throws IOException {
    try (RawServer web =
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\n\r\nuntil ");
                  connection.send("the end");
                });
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(lines("GET / HTTP/1.1", "Host: a"));
      assertThat(client.head()).isEqualTo(answer("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"));
      assertThat(dechunked(client)).isEqualTo("until the end");
      client.send(lines("GET / HTTP/1.1", "Host: a"));
      assertThat(client.head()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void shouldAnswerWhenTheClientHasSaidAllItWill() throws IOException {
    try (RawServer web = RawServer.named("both");
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      String request = lines("GET / HTTP/1.1", "Host: a");
      client.send(request + request);
      client.socket.shutdownOutput();
      assertThat(client.rest().split("both", -1)).hasSize(3);
    }
  }

  @Test
  void shouldCloseWhenTheClientAsksForItAndReadNoFurther() throws IOException {
    try (RawServer web = RawServer.named("once");
        TestProxy proxy = TestProxy.before(web);
        RawClient client = proxy.client()) {
      client.send(lines("GET /1 HTTP/1.1", "Host: a", "Connection: close"));
      client.send(lines("GET /2 HTTP/1.1", "Host: a"));
      assertThat(client.rest())
          .isEqualTo(answer("HTTP/1.1 200 OK", "Content-Length: 4", "Connection: close") + "once");
      assertThat(web.heads).hasSize(1);
    }
  }

  /** A response as it comes through the proxy. */
  static String answer(String... lines) {
    return String.join("\r\n", lines) + "\r\nVia: 1.1 mainstay\r\n\r\n";
  }

  static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  static String dechunked(RawClient client) throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      StringBuilder line = new StringBuilder();
      while (!line.toString().endsWith("\r\n")) {
        line.append(client.bytes(1));
      }
      int size = Integer.parseInt(line.toString().trim(), 16);
      String data = client.bytes(size + 2);
      if (size == 0) {
        return body.toString();
      }
      body.append(data, 0, size);
    }
  }

  private static String dechunked(String text) {
    StringBuilder body = new StringBuilder();
    int p = 0;
    while (true) {
      int end = text.indexOf("\r\n", p);
      int size = Integer.parseInt(text.substring(p, end), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(text, end + 2, end + 2 + size);
      p = end + 4 + size;
    }
  }
}
