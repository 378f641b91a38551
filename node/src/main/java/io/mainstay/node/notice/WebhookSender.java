package io.mainstay.node.notice;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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

/**
 * Posts events, one at a time and in their order, on a thread of its own. No message of it shows
 * the URL, nor what the HTTP client says, which may.
 */
final class WebhookSender implements EventListener {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final int MAX_WAITING = 256;
  private static final long END_MILLIS = 1_000;

  private final Webhook webhook;
  private final HttpClient client;
  private final SplittableRandom random;
  private final DropOldestQueue<NodeEvent> queue = new DropOldestQueue<>(MAX_WAITING);
  private final Thread thread;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile String problem = "";

  private WebhookSender(Webhook webhook, SplittableRandom random) {
    this.webhook = webhook;
    this.random = random;
    client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(webhook.timeout())
            .build();
    thread = new Thread(this::work, "webhook-" + webhook.name());
    thread.setDaemon(true);
  }

  static WebhookSender start(Webhook webhook) {
    WebhookSender sender = new WebhookSender(webhook, new SplittableRandom());
    sender.thread.start();
    return sender;
  }

  @Override
  public void onEvent(NodeEvent event) {
    if (webhook.kinds().contains(event.kind())) {
      queue.add(event);
    }
  }

  private void work() {
    try {
      NodeEvent event = queue.take();
      while (event != null) {
        deliver(WebhookBody.of(event, webhook));
        event = queue.take();
      }
    } catch (InterruptedException e) {
      // It had its time.
    }
  }

  /** While the node stops, each event has one attempt more and no wait. */
  private void deliver(String body) throws InterruptedException {
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
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      // The request's own time ends with the head of the answer.
      HttpResponse<Void> got = answer.get(webhook.timeout().toNanos(), TimeUnit.NANOSECONDS);
      return WebhookAnswer.of(
          got.statusCode(), got.headers().firstValue("Retry-After"), attempt, random);
    } catch (TimeoutException e) {
      return WebhookAnswer.failed("no answer in time", attempt, random);
    } catch (ExecutionException e) {
      return WebhookAnswer.failed(reason(e.getCause()), attempt, random);
    } finally {
      answer.cancel(true);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause instanceof SSLException
        ? "TLS: " + cause.getMessage()
        : cause == null ? "failed" : cause.getClass().getSimpleName();
  }

  @Override
  public void stop() {
    queue.end();
  }

  @Override
  public void close(Duration limit) throws InterruptedException {
    thread.join(Math.max(1, limit.toMillis()));
    queue.clear();
    thread.interrupt();
    thread.join(END_MILLIS);
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
