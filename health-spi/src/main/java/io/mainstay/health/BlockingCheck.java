package io.mainstay.health;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link BlockingProbe} on an executor. Cancelling the returned future interrupts the thread
 * that probes. A probe that ignores the interrupt keeps its thread; further probes of that target
 * then answer {@link CheckCode#UNK} at once, so that one hung server holds one thread and no more.
 *
 * <p>{@link #isolating} gives a check of unknown origin the same treatment, in case it blocks
 * against its contract.
 */
public final class BlockingCheck implements HealthCheck {

  /** Either kind of probe, as a call that may block before it returns its stage. */
  private interface Call {
    CompletionStage<CheckResult> start(HealthTarget target, Duration timeout) throws Exception;
  }

  private final Call call;
  private final Duration cleanUpTime;
  private final Executor executor;
  private final ConcurrentMap<HealthTarget, Attempt> running = new ConcurrentHashMap<>();

  public BlockingCheck(BlockingProbe probe, Executor executor) {
    this(completing(Objects.requireNonNull(probe)), probe.cleanUpTime(), executor);
  }

  private BlockingCheck(Call call, Duration cleanUpTime, Executor executor) {
    this.call = call;
    this.cleanUpTime = cleanUpTime;
    this.executor = Objects.requireNonNull(executor);
  }

  /** Starts the probes of another check on the executor instead of the monitor's thread. */
  public static HealthCheck isolating(HealthCheck check, Executor executor) {
    Call call = check::probe;
    return new BlockingCheck(call, check.cleanUpTime(), executor);
  }

  private static Call completing(BlockingProbe probe) {
    return (target, timeout) -> CompletableFuture.completedFuture(probe.probe(target, timeout));
  }

  @Override
  public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    Attempt attempt = new Attempt(target, timeout);
    if (running.putIfAbsent(target, attempt) != null) {
      return unknown("an earlier probe of this target still runs");
    }
    onCancel(attempt.answer, () -> attempt.cancel(true));
    try {
      executor.execute(attempt);
    } catch (RejectedExecutionException e) {
      running.remove(target, attempt);
      return unknown("no thread is free for the check");
    }
    return attempt.answer;
  }

  @Override
  public Duration cleanUpTime() {
    return cleanUpTime;
  }

  /** One call on the executor's thread; a FutureTask interrupts that thread and no later task. */
  private final class Attempt extends FutureTask<CompletionStage<CheckResult>> {

    final CompletableFuture<CheckResult> answer = new CompletableFuture<>();
    private final HealthTarget target;

    Attempt(HealthTarget target, Duration timeout) {
      super(() -> call.start(target, timeout));
      this.target = target;
    }

    @Override
    public void run() {
      try {
        super.run();
      } finally {
        // Before the answer is given: the next probe may start as soon as it is.
        running.remove(target, this);
      }
      if (!isCancelled()) {
        deliver();
      }
    }

    private void deliver() {
      try {
        CompletionStage<CheckResult> stage = get();
        stage.whenComplete((result, failure) -> pass(result, failure, answer));
        onCancel(answer, () -> stage.toCompletableFuture().cancel(true));
      } catch (ExecutionException e) {
        answer.completeExceptionally(e.getCause() != null ? e.getCause() : e);
      } catch (InterruptedException | RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  private static void onCancel(CompletableFuture<CheckResult> answer, Runnable action) {
    var unused =
        answer.whenComplete(
            (result, failure) -> {
              if (answer.isCancelled()) {
                action.run();
              }
            });
  }

  private static void pass(
      @Nullable CheckResult result,
      @Nullable Throwable failure,
      CompletableFuture<CheckResult> answer) {
    if (result != null) {
      answer.complete(result);
    } else {
      answer.completeExceptionally(
          failure != null ? failure : new IllegalStateException("the check gave no result"));
    }
  }

  private static CompletionStage<CheckResult> unknown(String description) {
    return CompletableFuture.completedFuture(CheckResult.of(CheckCode.UNK, description, 0));
  }
}
