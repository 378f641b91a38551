package io.mainstay.vip.digitalocean;

import io.mainstay.vip.SerialScheduler;
import io.mainstay.vip.digitalocean.ApiAnswer.Kind;
import io.mainstay.vip.digitalocean.ApiAnswer.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the API within the bounds of its rate limit and of ours. Everything happens on the
 * scheduler's thread, and answers are delivered there.
 */
final class ApiClient {

  private static final Logger LOG = LoggerFactory.getLogger(ApiClient.class);

  /** How long to wait after a refused burst whose answer does not tell, by refusals in a row. */
  private static final int[] UNTOLD_SECONDS = {1, 1, 5, 5, 10};

  private final ApiTransport transport;
  private final ApiAnswerReader reader;
  private final RequestBudget budget;
  private final PollPace pace;
  private final SerialScheduler scheduler;
  private final InstantSource wallClock;
  private int refusals;

  ApiClient(
      ApiTransport transport,
      ApiAnswerReader reader,
      RequestBudget budget,
      PollPace pace,
      SerialScheduler scheduler,
      InstantSource wallClock) {
    this.transport = transport;
    this.reader = reader;
    this.budget = budget;
    this.pace = pace;
    this.scheduler = scheduler;
    this.wallClock = wallClock;
  }

  PollPace pace() {
    return pace;
  }

  /** How long the next request must wait; 0 when it may go now. */
  long waitNanos() {
    return budget.waitNanos(scheduler.nowNanos());
  }

  /** Sends a request now, which must be allowed, and delivers its answer once. */
  void ask(AddressResource resource, ApiRequest request, Consumer<ApiAnswer> onAnswer) {
    budget.spend(scheduler.nowNanos());
    sent(request)
        .whenComplete(
            (response, failure) ->
                scheduler.execute(
                    () -> onAnswer.accept(judge(resource, request, response, failure))));
  }

  private CompletionStage<ApiResponse> sent(ApiRequest request) {
    try {
      return transport.send(request);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private ApiAnswer judge(
      AddressResource resource,
      ApiRequest request,
      @Nullable ApiResponse response,
      @Nullable Throwable failure) {
    if (response == null) {
      return reader.noAnswer(request, cause(failure));
    }
    noteScarcity(response.rateLimit());
    ApiAnswer answer =
        reader.read(resource, request, response, wallClock.instant().getEpochSecond());
    if (answer instanceof Problem problem && problem.kind() == Kind.RATE_LIMITED) {
      return pause(problem);
    }
    refusals = 0;
    if (answer instanceof Problem problem && problem.kind() == Kind.CREDENTIALS) {
      LOG.error("digitalocean: the API refuses the token: {}", problem.reason());
    }
    return answer;
  }

  private Problem pause(Problem problem) {
    Duration told =
        problem
            .retryAfter()
            .orElseGet(
                () ->
                    Duration.ofSeconds(
                        UNTOLD_SECONDS[Math.min(refusals, UNTOLD_SECONDS.length - 1)]));
    refusals++;
    long waitNanos = Math.min(pace.notBefore(told.toNanos()), RateLimit.LONGEST_WAIT.toNanos());
    budget.pauseUntil(scheduler.nowNanos() + waitNanos);
    return new Problem(problem.kind(), problem.reason(), Optional.of(Duration.ofNanos(waitNanos)));
  }

  private void noteScarcity(RateLimit limit) {
    if (limit.remaining().isEmpty()) {
      return;
    }
    boolean scarce = limit.scarce();
    if (scarce && !pace.stretched()) {
      LOG.warn(
          "digitalocean: {} of {} requests of this hour are left for the token; polling slows down",
          limit.remaining().getAsLong(),
          limit.limit().orElse(0));
    }
    pace.stretch(scarce);
  }

  private static Throwable cause(@Nullable Throwable failure) {
    if (failure == null) {
      return new IllegalStateException("neither answer nor failure");
    }
    @Nullable Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
