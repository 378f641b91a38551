package io.mainstay.health;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs a {@link BlockingProbe} on an executor. Cancelling the returned future interrupts the thread
 * that probes. A probe that ignores the interrupt keeps its thread; further probes of that target
 * then answer {@link CheckCode#UNK} at once, so that one hung server holds one thread and no more.
 */
public final class BlockingCheck implements HealthCheck {

  private final BlockingProbe probe;
  private final Executor executor;
  private final Set<HealthTarget> running = ConcurrentHashMap.newKeySet();

  public BlockingCheck(BlockingProbe probe, Executor executor) {
    this.probe = Objects.requireNonNull(probe);
    this.executor = Objects.requireNonNull(executor);
  }

  @Override
  public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    if (!running.add(target)) {
      return unknown("an earlier probe of this target still runs");
    }
    CompletableFuture<CheckResult> answer = new CompletableFuture<>();
    FutureTask<Void> task =
        new FutureTask<>(() -> run(target, timeout, answer), null) {
          @Override
          public void run() {
            try {
              super.run();
            } finally {
              running.remove(target);
            }
          }
        };
    var unused =
        answer.whenComplete(
            (result, failure) -> {
              if (answer.isCancelled()) {
                task.cancel(true);
              }
            });
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      running.remove(target);
      return unknown("no thread is free for the check");
    }
    return answer;
  }

  private void run(HealthTarget target, Duration timeout, CompletableFuture<CheckResult> answer) {
    try {
      answer.complete(probe.probe(target, timeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.completeExceptionally(e);
    } catch (Throwable e) {
      // An Error of one plug-in's check (a missing class, say) is that check's failure alone.
      answer.completeExceptionally(e);
    }
  }

  private static CompletionStage<CheckResult> unknown(String description) {
    return CompletableFuture.completedFuture(CheckResult.of(CheckCode.UNK, description, 0));
  }
}
