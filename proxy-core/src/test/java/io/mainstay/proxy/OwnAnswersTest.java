package io.mainstay.proxy;

import static io.mainstay.proxy.ProxyTest.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What clients get that the proxy itself answers, where somebody wrote it for them. */
class OwnAnswersTest {
  private static final String GET = lines("GET / HTTP/1.1", "Host: a");
  private static final String BROKEN = lines("GET / HTTP/1.1", "no field");

  private static OwnAnswer answer(String response) {
    return OwnAnswer.parse(response.getBytes(StandardCharsets.US_ASCII));
  }

  private static OwnAnswers when(int status, String response) {
    return new OwnAnswers(Map.of(status, answer(response)));
  }

  private static ProxyConfig dead(OwnAnswers frontend, OwnAnswers backend) throws IOException {
    ProxyConfig config = TestProxy.config(Server.of("web1", Loopback.closed()));
    return new ProxyConfig(
        List.of(config.frontends().get(0).withOwnAnswers(frontend)),
        List.of(config.backends().get(0).withOwnAnswers(backend)),
        config.limits(),
        1,
        config.transport(),
        config.floatingAddresses());
  }

  private static RawClient client(Proxy proxy) throws IOException {
    return new RawClient(proxy.localAddresses("web").get(0));
  }

  @Test
  void shouldAnswerWithTheBackendsWordsAndGoOn() throws IOException {
    OwnAnswers front = when(503, "HTTP/1.1 503 Front\r\n\r\nfront");
    OwnAnswers back = when(503, "HTTP/1.0 503 Back\r\nRetry-After: 9\r\n\r\nback");
    try (Proxy proxy = Proxy.start(dead(front, back));
        RawClient client = client(proxy)) {
      String expected = "HTTP/1.1 503 Back\r\nRetry-After: 9\r\nContent-Length: 4\r\n\r\nback";
      assertThat(client.send(GET).response()).isEqualTo(expected);
      client.send(lines("HEAD / HTTP/1.1", "Host: a"));
      assertThat(client.head()).contains("Content-Length: 4");
      assertThat(client.send(GET + GET).response()).isEqualTo(expected);
      assertThat(client.response()).isEqualTo(expected);
    }
  }

  @Test
  void shouldAnswerWithTheFrontendsWordsWhereTheBackendHasNone() throws IOException {
    OwnAnswers front = when(503, "HTTP/1.1 503 Front\r\n\r\nfront");
    try (Proxy proxy = Proxy.start(dead(front, OwnAnswers.NONE));
        RawClient client = client(proxy)) {
      assertThat(client.send(GET).response()).endsWith("front");
    }
  }

  @Test
  void shouldAnswerWhoSendsNoValidRequestWithTheFrontendsWords() throws IOException {
    OwnAnswers front = when(400, "HTTP/1.1 400 Front\r\n\r\nfront");
    OwnAnswers back = when(400, "HTTP/1.1 400 Back\r\n\r\nback");
    try (Proxy proxy = Proxy.start(dead(front, back));
        RawClient client = client(proxy)) {
      assertThat(client.send(BROKEN).rest())
          .isEqualTo("HTTP/1.1 400 Front\r\nContent-Length: 5\r\nConnection: close\r\n\r\nfront");
    }
  }

  @Test
  void shouldEndTheConnectionWhenTheAnswerSaysSo() throws IOException {
    OwnAnswers front = when(503, "HTTP/1.1 503 A\r\nConnection: close\r\n\r\nb");
    try (Proxy proxy = Proxy.start(dead(front, OwnAnswers.NONE));
        RawClient client = client(proxy)) {
      assertThat(client.send(GET + GET).rest())
          .isEqualTo("HTTP/1.1 503 A\r\nContent-Length: 1\r\nConnection: close\r\n\r\nb");
    }
  }

  @Test
  void shouldCloseWithoutAWordWhenTheAnswerIsEmpty() throws IOException {
    OwnAnswers silent = new OwnAnswers(Map.of(400, answer(""), 503, answer("")));
    try (Proxy proxy = Proxy.start(dead(silent, OwnAnswers.NONE));
        RawClient valid = client(proxy);
        RawClient broken = client(proxy)) {
      assertThat(valid.send(GET + GET).rest()).isEmpty();
      assertThat(broken.send(BROKEN).rest()).isEmpty();
    }
  }

  @Test
  void shouldCountAndLogTheStatusThatItStandsFor() throws IOException {
    Queue<SessionRecord> ended = new ConcurrentLinkedQueue<>();
    OwnAnswers front = when(503, "HTTP/1.1 200 Fine\r\n\r\nfine");
    ProxyConfig config = dead(front, OwnAnswers.NONE).withSessionListener(ended::add);
    try (Proxy proxy = Proxy.start(config);
        RawClient client = client(proxy)) {
      assertThat(client.send(GET).response()).startsWith("HTTP/1.1 200 Fine").endsWith("fine");
      TestProxy.await("logged", () -> !ended.isEmpty());
      assertThat(ended.element().status()).isEqualTo(503);
    }
  }

  @Test
  void shouldRefuseAStatusThatNoProxyAnswersWith() {
    assertThatThrownBy(() -> when(402, "")).hasMessage("no proxy itself answers with status 402");
  }
}
