package io.mainstay.node.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookSenderTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String SECRET = "/secret-path";

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  /** What happens to one attempt, by its number from 0. */
  private interface Answer {
    void to(HttpExchange exchange, int attempt) throws IOException, InterruptedException;
  }

  @BeforeEach
  void startServer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    threads.shutdownNow();
  }

  private WebhookSender sender(Webhook.Format format, Duration timeout, Answer answer) {
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          int attempt = bodies.size();
          bodies.add(new String(body, StandardCharsets.UTF_8));
          try (exchange) {
            answer.to(exchange, attempt);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + SECRET);
    return WebhookSender.start(
        new Webhook(
            "ops",
            url,
            format,
            Optional.of("#ops"),
            EventFilter.of(EnumSet.allOf(EventKind.class)),
            timeout));
  }

  private static void end(WebhookSender sender) throws InterruptedException {
    sender.stop();
    sender.close(LONG);
  }

  private static void say(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  @Test
  void shouldPostSlacksFormatWithItsChannel() throws Exception {
    WebhookSender sender =
        sender(Webhook.Format.SLACK, LONG, (exchange, attempt) -> say(exchange, 200));

    sender.onEvent(Events.server("L7STS <500>"));
    end(sender);

    assertThat(bodies)
        .containsExactly(
            "{\"text\":\"node a: server app/web1: UP -&gt; DOWN: L7STS &lt;500&gt;\","
                + "\"channel\":\"#ops\"}");
    assertThat(Events.only(sender).delivered()).isEqualTo(1);
  }

  @Test
  void shouldTryAgainAfterFailuresAndSlownessInTheOrderOfTheEvents() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    WebhookSender sender =
        sender(
            Webhook.Format.JSON,
            Duration.ofSeconds(2),
            (exchange, attempt) -> {
              switch (attempt) {
                case 0 -> say(exchange, 500);
                case 1 -> over.await();
                case 2 -> {
                  exchange.getResponseHeaders().set("Retry-After", "1");
                  say(exchange, 429);
                }
                case 3 -> exchange.close(); // without any answer
                default -> say(exchange, 204);
              }
            });

    sender.onEvent(Events.server("first"));
    sender.onEvent(Events.server("second"));
    Events.await(() -> Events.only(sender).delivered() == 2);
    over.countDown();
    end(sender);

    assertThat(bodies).hasSize(6);
    assertThat(bodies.subList(0, 5)).allMatch(body -> body.contains("first"));
    assertThat(bodies.get(5)).contains("second");
    assertThat(Events.only(sender).problem()).isEmpty();
  }

  @Test
  void shouldFollowNoRedirectAndGiveUpWhatIsRefused() throws Exception {
    WebhookSender sender =
        sender(
            Webhook.Format.JSON,
            LONG,
            (exchange, attempt) -> {
              exchange.getResponseHeaders().set("Location", "/elsewhere");
              say(exchange, attempt == 0 ? 302 : 404);
            });

    sender.onEvent(Events.server("first"));
    sender.onEvent(Events.server("second"));
    end(sender);

    assertThat(bodies).hasSize(2);
    assertThat(Events.only(sender).failed()).isEqualTo(2);
    assertThat(Events.only(sender).problem()).isEqualTo("answered with 404");
  }

  @Test
  void shouldTryOnceMoreWhenTheNodeStopsAndShowNoUrl() throws Exception {
    WebhookSender sender =
        sender(Webhook.Format.JSON, LONG, (exchange, attempt) -> say(exchange, 200));
    server.stop(0);

    for (int i = 0; i < 400; i++) {
      sender.onEvent(Events.server("lost"));
    }
    Events.await(() -> !Events.only(sender).problem().isEmpty());
    assertThat(Events.only(sender).dropped()).isGreaterThanOrEqualTo(400 - 256 - 1);
    end(sender);

    assertThat(Events.only(sender).waiting()).isZero();
    assertThat(sender.counts().toString()).doesNotContain(SECRET);
    assertThat(Events.only(sender).problem()).contains("ConnectException");
  }

  @Test
  void shouldTakeAnAnswerByItsHeadWhateverItsBodyIs() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    byte[] much = new byte[1 << 20];
    WebhookSender sender =
        sender(
            Webhook.Format.JSON,
            LONG,
            (exchange, attempt) -> {
              exchange.sendResponseHeaders(
                  attempt == 0 ? 200 : 404, attempt == 2 ? 0 : much.length);
              exchange.getResponseBody().write(attempt == 1 ? much : new byte[1]);
              exchange.getResponseBody().flush();
              over.await();
            });

    for (int i = 0; i < 3; i++) {
      sender.onEvent(Events.server("told"));
    }
    Events.await(() -> Events.only(sender).delivered() + Events.only(sender).failed() == 3);
    over.countDown();
    end(sender);

    assertThat(bodies).hasSize(3);
    assertThat(Events.only(sender).delivered()).isEqualTo(1);
  }
}
