package io.mainstay.health;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One target with its check, its state and the probe in flight; the agent's thread owns it. */
final class WatchedTarget {

  /** What the one pending timer of a target stands for. */
  enum Waiting {
    START,
    DEADLINE
  }

  final HealthCheck check;
  final CheckPolicy policy;
  final Duration timeout;

  /** The timeout, and what the check needs beyond it to clean up. */
  final long timeToAnswerNanos;

  HealthSnapshot snapshot;
  Waiting waiting = Waiting.START;
  long startNanos;
  long probeStartNanos;
  boolean skippedLateStart;
  boolean extended;
  boolean removed;
  int timerGeneration;
  long probeNumber;
  private @Nullable CompletionStage<CheckResult> probe;

  WatchedTarget(HealthTarget target, HealthCheck check, CheckPolicy policy, long nowNanos) {
    this.check = check;
    this.policy = policy;
    this.timeout = policy.effectiveTimeout();
    this.timeToAnswerNanos = timeout.plus(check.cleanUpTime()).toNanos();
    this.snapshot = HealthSnapshot.unprobed(target, policy, nowNanos);
    this.startNanos =
        CheckSchedule.firstStart(target.name(), policy.unsettledInterval().toNanos(), nowNanos);
  }

  HealthTarget target() {
    return snapshot.target();
  }

  long intervalNanos() {
    Duration interval =
        snapshot.probed() ? policy.interval(snapshot.state().phase()) : policy.unsettledInterval();
    return interval.toNanos();
  }

  boolean probing() {
    return probe != null;
  }

  void probing(CompletionStage<CheckResult> stage) {
    probe = stage;
  }

  void answered() {
    probe = null;
  }

  /** Asks the check to stop; one that cannot be cancelled simply ends later and is not heard. */
  void cancelProbe() {
    CompletionStage<CheckResult> stage = probe;
    if (stage == null) {
      return;
    }
    try {
      CompletableFuture<CheckResult> future = stage.toCompletableFuture();
      future.cancel(true);
    } catch (RuntimeException e) {
      // toCompletableFuture is optional, and what a plug-in's future throws must not spread.
    }
  }
}
