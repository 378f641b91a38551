package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real HAProxy says the same from the same {@code errorfile}, and refuses the same files. How the
 * answer is framed and whether the connection goes on may differ.
 */
@Tag("root")
class OwnAnswerRootTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a", "Connection: close");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void needsHaproxy() {
    Assumptions.assumeTrue(HaproxyPeer.installed(), "needs haproxy");
  }

  private Path file(String response) throws IOException {
    return Files.write(
        folder.resolve("503.http"),
        response.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 503 Sorry~Content-Type: text/plain~Retry-After: 60~~sorry~",
        "HTTP/1.0 503 Service Unavailable~Cache-Control: no-cache~Connection: close~~<html>~</html>",
        "HTTP/1.1 503 Sorry\nX-A: b\nX-A:   c d  \n\nfirst\n\nsecond\n",
        "HTTP/1.1 200 Fine~Connection: keep-alive~~fine",
        "HTTP/1.1 302 Found~Location: https://example.net/~Content-Length: 0~~",
        "HTTP/1.1 503 Sorry~Content-Length: 4~~four",
        "HTTP/1.1 503~~no reason",
        "HTTP/1.1 503 \u00fcml\u00e4ut~X: \u00e9~~\u00ff\u0000\u0001",
        ""
      })
  void shouldSayWhatHaproxySays(String response) throws Exception {
    Path file = file(response);
    OwnAnswers answers = new OwnAnswers(Map.of(503, OwnAnswer.parse(Files.readAllBytes(file))));
    InetSocketAddress dead = Loopback.closed();
    ProxyConfig config =
        TestProxy.backend(backend -> backend.withOwnAnswers(answers))
            .apply(TestProxy.config(Server.of("s", dead)));
    try (HaproxyPeer peer =
            HaproxyPeer.start(
                folder,
                List.of("errorfile 503 " + file, HaproxyPeer.server("s", dead, ""), "retries 0"));
        Proxy proxy = Proxy.start(config)) {
      assertThat(said(proxy.localAddresses("web").get(0))).isEqualTo(said(peer.address()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html></html>",
        "HTTP/1.1 503 A~X: y~",
        "HTTP/1.1 5 A~~",
        "HTTP/1.1 503 A~no field~~",
        "HTTP/1.1 503 A~Transfer-Encoding: chunked~~0~~",
        "HTTP/1.1 503 A~Content-Length: 3~~four",
        "HTTP/1.1 503 A~Content-Length: 5~~four",
        "HTTP/1.1 503 A~Content-Length: +4~~four",
        "HTTP/1.1 204 A~~b",
        "HTTP/1.1 304 A~~b",
        "HTTP/1.1 103 A~~"
      })
  void shouldRefuseWhatHaproxyRefuses(String response) throws Exception {
    Path file = file(response);
    Path config =
        Files.writeString(
            folder.resolve("refused.cfg"), "defaults\n  errorfile 503 " + file + "\n");

    assertThat(HaproxyPeer.check(config)).isNotZero();
    assertThatThrownBy(() -> OwnAnswer.parse(Files.readAllBytes(file)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Status and reason, the fields that frame nothing, and the body. */
  private static List<Object> said(InetSocketAddress proxy) throws IOException {
    try (RawClient client = new RawClient(proxy)) {
      String all = client.send(GET).rest();
      if (all.isEmpty()) {
        return List.of();
      }
      int end = all.indexOf("\r\n\r\n");
      List<String> head = List.of(all.substring(0, end).split("\r\n"));
      Set<String> fields =
          head.subList(1, head.size()).stream()
              .map(
                  field ->
                      field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT)
                          + field.substring(field.indexOf(':')))
              .filter(
                  field -> !field.startsWith("connection") && !field.startsWith("content-length"))
              .collect(Collectors.toCollection(TreeSet::new));
      String status = head.get(0).replaceFirst("^HTTP/1[.][01] ", "").strip();
      return List.of(status, fields, all.substring(end + 4));
    }
  }
}
