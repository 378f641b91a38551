package io.mainstay.node.notice;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts events. No message of it shows the URL, nor what the HTTP client says, which may. */
final class WebhookSender extends QueuedListener {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final int MAX_WAITING = 256;

  /** How long the rest of an answer may take. */
  private static final long BODY_MILLIS = 1_000;

  private final Webhook webhook;
  private final HttpClient client;
  private final SplittableRandom random;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile String problem = "";

  private WebhookSender(Webhook webhook, SplittableRandom random) {
    super("webhook-" + webhook.name(), webhook.events(), MAX_WAITING);
    this.webhook = webhook;
    this.random = random;
    client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(webhook.timeout())
            .build();
  }

  static WebhookSender start(Webhook webhook) {
    WebhookSender sender = new WebhookSender(webhook, new SplittableRandom());
    sender.begin();
    return sender;
  }

  /** While the node stops, each event has one attempt more and no wait. */
  @Override
  void tell(NodeEvent event) throws InterruptedException {
    String body = WebhookBody.of(event, webhook);
    boolean last = false;
    for (int attempt = 1; ; attempt++) {
      WebhookAnswer answer = post(body, attempt);
      if (answer instanceof WebhookAnswer.Taken) {
        delivered.incrementAndGet();
        problem = "";
        return;
      }
      if (answer instanceof WebhookAnswer.Refused refused) {
        giveUp(refused.reason());
        return;
      }
      WebhookAnswer.Again again = (WebhookAnswer.Again) answer;
      if (problem.isEmpty()) {
        LOG.warn("{}: {}; it is tried again", webhook, again.reason());
      }
      problem = again.reason();
      if (last) {
        giveUp(again.reason() + " while the node stops");
        return;
      }
      last = queue.awaitEnd(again.pause().toNanos());
    }
  }

  private void giveUp(String reason) {
    failed.incrementAndGet();
    problem = reason;
    LOG.warn("{}: an event was not delivered: {}", webhook, reason);
  }

  private WebhookAnswer post(String body, int attempt) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(webhook.url())
            .timeout(webhook.timeout())
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    CompletableFuture<HttpResponse.ResponseInfo> head = new CompletableFuture<>();
    CompletableFuture<HttpResponse<Void>> whole =
        client.sendAsync(
            request,
            info -> {
              head.complete(info);
              return new BodyNobodyReads();
            });
    CompletableFuture<Object> either = CompletableFuture.anyOf(head, whole);
    try {
      either.get(webhook.timeout().toNanos(), TimeUnit.NANOSECONDS);
      // Whether an event was taken stands in the head. With its end the connection serves again.
      HttpResponse.ResponseInfo got = head.join();
      awaitEnd(whole);
      return WebhookAnswer.of(
          got.statusCode(), got.headers().firstValue("Retry-After"), attempt, random);
    } catch (TimeoutException e) {
      return WebhookAnswer.failed("no answer in time", attempt, random);
    } catch (ExecutionException e) {
      return WebhookAnswer.failed(reason(e.getCause()), attempt, random);
    } finally {
      whole.cancel(true);
    }
  }

  private static void awaitEnd(CompletableFuture<HttpResponse<Void>> answer)
      throws InterruptedException {
    try {
      answer.get(BODY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("the rest of an answer is given up: {}", e.getClass().getSimpleName());
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause instanceof SSLException
        ? "TLS: " + cause.getMessage()
        : cause == null ? "failed" : cause.getClass().getSimpleName();
  }

  @Override
  public List<NoticeCounts> counts() {
    return List.of(
        new NoticeCounts(
            "webhook",
            webhook.name(),
            delivered.get(),
            failed.get(),
            queue.dropped(),
            queue.size(),
            problem));
  }
}
