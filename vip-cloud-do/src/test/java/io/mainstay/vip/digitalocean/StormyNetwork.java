package io.mainstay.vip.digitalocean;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Between one node and the model, in virtual time: while it storms, anything may happen. */
final class StormyNetwork implements ApiTransport {

  /** What can happen to one exchange. */
  enum Fate {
    FINE,
    REQUEST_LOST,
    ANSWER_LOST,
    REQUEST_LATE,
    ERROR_BEFORE,
    ERROR_AFTER,
    GARBLED,
    LIE,
    RATE_LIMITED
  }

  private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(5);
  private static final Fate[] FATES = Fate.values();
  private static final ApiModel.Reply BAD_GATEWAY =
      new ApiModel.Reply(502, Map.of(), "<html>bad gateway</html>");

  private final ApiModel model;
  private final VirtualTime time;
  private final SplittableRandom random;
  private final BooleanSupplier storms;
  private final BooleanSupplier bursts;
  private final Map<Fate, Integer> fates;

  /** When this node sent its requests. */
  final List<Long> sentNanos = new ArrayList<>();

  /**
   * @param bursts whether the API refuses every request now
   * @param fates counts what happened
   */
  StormyNetwork(
      ApiModel model,
      VirtualTime time,
      SplittableRandom random,
      BooleanSupplier storms,
      BooleanSupplier bursts,
      EnumMap<Fate, Integer> fates) {
    this.model = model;
    this.time = time;
    this.random = random;
    this.storms = storms;
    this.bursts = bursts;
    this.fates = fates;
  }

  @Override
  public CompletionStage<ApiResponse> send(ApiRequest request) {
    sentNanos.add(time.nowNanos());
    CompletableFuture<ApiResponse> stage = new CompletableFuture<>();
    Fate fate = fate();
    fates.merge(fate, 1, Integer::sum);
    long there = latencyNanos();
    switch (fate) {
      case REQUEST_LOST -> fail(stage);
      case ANSWER_LOST -> {
        time.schedule(() -> handle(request), there);
        fail(stage);
      }
      case REQUEST_LATE -> {
        long lateNanos = CLIENT_TIMEOUT.multipliedBy(1 + random.nextInt(3)).toNanos();
        time.schedule(() -> handle(request), lateNanos + there);
        fail(stage);
      }
      default -> time.schedule(() -> arrive(request, fate, stage), there);
    }
    return stage;
  }

  private Fate fate() {
    if (!storms.getAsBoolean()) {
      return Fate.FINE;
    }
    if (bursts.getAsBoolean()) {
      return Fate.RATE_LIMITED;
    }
    return random.nextInt(10) < 6 ? Fate.FINE : FATES[1 + random.nextInt(FATES.length - 1)];
  }

  private long latencyNanos() {
    return Duration.ofMillis(20 + random.nextInt(500)).toNanos();
  }

  /** The connection breaks soon, or the client runs out of patience. */
  private void fail(CompletableFuture<ApiResponse> stage) {
    boolean reset = random.nextBoolean();
    long afterNanos = reset ? 2 * latencyNanos() : CLIENT_TIMEOUT.toNanos();
    IOException failure = new IOException(reset ? "Connection reset" : "request timed out");
    time.schedule(() -> stage.completeExceptionally(failure), afterNanos);
  }

  private ApiModel.Reply handle(ApiRequest request) {
    return model.handle(
        request.body().isPresent() ? "POST" : "GET",
        request.path(),
        "Bearer " + Rig.TOKEN,
        request.body().orElse(""),
        time.nowNanos());
  }

  private void arrive(ApiRequest request, Fate fate, CompletableFuture<ApiResponse> stage) {
    ApiModel.Reply reply =
        switch (fate) {
          case ERROR_BEFORE -> BAD_GATEWAY;
          case ERROR_AFTER -> {
            handle(request);
            yield BAD_GATEWAY;
          }
          case GARBLED -> {
            String body = handle(request).body();
            yield new ApiModel.Reply(200, Map.of(), body.substring(0, body.length() / 2));
          }
          case LIE -> lie(handle(request));
          case RATE_LIMITED -> tooMany();
          default -> handle(request);
        };
    time.schedule(() -> stage.complete(response(reply)), latencyNanos());
  }

  /** Another status, or another droplet. */
  private ApiModel.Reply lie(ApiModel.Reply truth) {
    String body =
        truth
            .body()
            .replace("in-progress", "completed")
            .replace("\"id\":" + Rig.SELF + ",", "\"id\":" + Rig.OTHER + ",");
    return new ApiModel.Reply(truth.status(), truth.headers(), body);
  }

  private ApiModel.Reply tooMany() {
    Map<String, String> headers = new HashMap<>();
    if (random.nextBoolean()) {
      headers.put("retry-after", Integer.toString(random.nextInt(30)));
    }
    if (random.nextBoolean()) {
      long skew = random.nextLong(-3600, 3600);
      headers.put("ratelimit-reset", Long.toString(time.instant().getEpochSecond() + skew));
    }
    return new ApiModel.Reply(429, headers, "{\"id\":\"too_many_requests\",\"message\":\"\"}");
  }

  private static ApiResponse response(ApiModel.Reply reply) {
    return new ApiResponse(
        reply.status(),
        RateLimit.of(name -> Optional.ofNullable(reply.headers().get(name))),
        reply.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
