package io.mainstay.health;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler's duty cycle: answers first, then deadlines and starts, so that a long pause of the
 * process never turns answers that are already here into timeouts. One thread calls {@link
 * #doWork}; commands and answers come through the mailbox from any thread.
 */
final class HealthAgent {

  /** A check gets this much longer than its timeout to report the timeout itself, and exactly. */
  static final long GRACE_NANOS = 250_000_000L;

  private sealed interface Message {}

  private record Watch(HealthTarget target, HealthCheck check, CheckPolicy policy)
      implements Message {}

  private record Unwatch(String name) implements Message {}

  private record Answer(
      WatchedTarget watched,
      long probeNumber,
      @Nullable CheckResult result,
      @Nullable Throwable failure)
      implements Message {}

  private record Timer(WatchedTarget watched, int generation, long deadlineNanos) {}

  private final Queue<Message> mailbox = new ConcurrentLinkedQueue<>();
  private final Map<String, WatchedTarget> targets = new HashMap<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.signum(a.deadlineNanos - b.deadlineNanos));
  private final Map<String, HealthSnapshot> snapshots = new ConcurrentHashMap<>();
  private final HealthListener listener;
  private final Runnable wakeUp;

  /**
   * @param listener hears everything; it must not throw
   * @param wakeUp called from any thread when a message waits
   */
  HealthAgent(HealthListener listener, Runnable wakeUp) {
    this.listener = listener;
    this.wakeUp = wakeUp;
  }

  void watch(HealthTarget target, HealthCheck check, CheckPolicy policy) {
    send(new Watch(target, check, policy));
  }

  void unwatch(String name) {
    send(new Unwatch(name));
  }

  /** The published snapshots by target name; safe to read from any thread. */
  Map<String, HealthSnapshot> snapshots() {
    return snapshots;
  }

  private void send(Message message) {
    mailbox.add(message);
    wakeUp.run();
  }

  /** Does what is due and returns how many things that were. */
  int doWork(long nowNanos) {
    int work = 0;
    for (Message message = mailbox.poll(); message != null; message = mailbox.poll()) {
      receive(message, nowNanos);
      work++;
    }
    for (Timer timer = timers.peek(); timer != null; timer = timers.peek()) {
      if (timer.deadlineNanos - nowNanos > 0) {
        break;
      }
      timers.remove();
      if (timer.generation == timer.watched.timerGeneration && !timer.watched.removed) {
        fire(timer, nowNanos);
        work++;
      }
    }
    return work;
  }

  /** How long nothing will be due unless a message comes; at most {@code limitNanos}. */
  long idleNanos(long nowNanos, long limitNanos) {
    if (!mailbox.isEmpty()) {
      return 0;
    }
    Timer next = timers.peek();
    return next == null
        ? limitNanos
        : Math.max(0, Math.min(limitNanos, next.deadlineNanos - nowNanos));
  }

  /** Forgets every target and asks the probes in flight to stop. */
  void close() {
    targets.values().forEach(this::forget);
    targets.clear();
    snapshots.clear();
  }

  private void receive(Message message, long nowNanos) {
    if (message instanceof Answer answer) {
      onAnswer(answer, nowNanos);
    } else if (message instanceof Watch watch) {
      onUnwatch(watch.target.name());
      WatchedTarget watched = new WatchedTarget(watch.target, watch.check, watch.policy, nowNanos);
      targets.put(watch.target.name(), watched);
      snapshots.put(watch.target.name(), watched.snapshot);
      arm(watched, WatchedTarget.Waiting.START, watched.startNanos);
    } else if (message instanceof Unwatch unwatch) {
      onUnwatch(unwatch.name);
    }
  }

  private void onUnwatch(String name) {
    WatchedTarget watched = targets.remove(name);
    if (watched != null) {
      snapshots.remove(name);
      forget(watched);
      listener.onUnwatched(watched.target());
    }
  }

  private void forget(WatchedTarget watched) {
    watched.removed = true;
    watched.cancelProbe();
  }

  private void fire(Timer timer, long nowNanos) {
    switch (timer.watched.waiting) {
      case START -> onStart(timer.watched, nowNanos);
      case DEADLINE -> onDeadline(timer.watched, timer.deadlineNanos, nowNanos);
    }
  }

  private void onStart(WatchedTarget watched, long nowNanos) {
    long interval = watched.intervalNanos();
    // After a pause all targets are due at once: each waits for its own slot, though only once, so
    // that a host too slow for its intervals still probes.
    if (!watched.skippedLateStart && CheckSchedule.missed(watched.startNanos, interval, nowNanos)) {
      watched.skippedLateStart = true;
      armNextStart(watched, nowNanos);
      return;
    }
    watched.skippedLateStart = false;
    if (watched.probing()) {
      conclude(watched, unanswered(watched, nowNanos), nowNanos);
      armNextStart(watched, nowNanos);
      return;
    }
    probe(watched, nowNanos);
  }

  private void probe(WatchedTarget watched, long nowNanos) {
    long number = ++watched.probeNumber;
    watched.probeStartNanos = nowNanos;
    watched.extended = false;
    armDeadline(watched, nowNanos);
    try {
      CompletionStage<CheckResult> stage = watched.check.probe(watched.target(), watched.timeout);
      watched.probing(stage);
      stage.whenComplete((result, failure) -> send(new Answer(watched, number, result, failure)));
    } catch (Throwable e) {
      // A plug-in's check may fail in any way, even to link; that is its own target's failure.
      watched.answered();
      send(new Answer(watched, number, null, e));
    }
  }

  private void onAnswer(Answer answer, long nowNanos) {
    WatchedTarget watched = answer.watched;
    if (watched.removed || answer.probeNumber != watched.probeNumber) {
      return;
    }
    watched.answered();
    if (watched.waiting != WatchedTarget.Waiting.DEADLINE) {
      return; // too late: the deadline has judged this probe already
    }
    watched.probeNumber++; // a second answer to the same probe finds no taker
    conclude(watched, resultOf(answer, nowNanos), nowNanos);
    armNextStart(watched, nowNanos);
  }

  private void onDeadline(WatchedTarget watched, long deadlineNanos, long nowNanos) {
    // A deadline noticed much too late means that this process stood still, not the server.
    if (!watched.extended && nowNanos - deadlineNanos >= GRACE_NANOS) {
      watched.extended = true;
      armDeadline(watched, nowNanos);
      return;
    }
    conclude(watched, unanswered(watched, nowNanos), nowNanos);
    armNextStart(watched, nowNanos);
    watched.cancelProbe();
  }

  private void conclude(WatchedTarget watched, CheckResult result, long nowNanos) {
    HealthSnapshot before = watched.snapshot;
    HealthSnapshot after = before.after(result, nowNanos);
    watched.snapshot = after;
    snapshots.put(after.target().name(), after);
    listener.onResult(after);
    if (before.up() != after.up()) {
      listener.onTransition(
          new HealthTransition(
              after.target(), before.state(), after.state(), result, after.counts()));
    }
  }

  private void armNextStart(WatchedTarget watched, long nowNanos) {
    watched.startNanos =
        CheckSchedule.nextStart(watched.startNanos, watched.intervalNanos(), nowNanos);
    arm(watched, WatchedTarget.Waiting.START, watched.startNanos);
  }

  private void armDeadline(WatchedTarget watched, long nowNanos) {
    long deadlineNanos = nowNanos + watched.timeToAnswerNanos + GRACE_NANOS;
    arm(watched, WatchedTarget.Waiting.DEADLINE, deadlineNanos);
  }

  private void arm(WatchedTarget watched, WatchedTarget.Waiting waiting, long deadlineNanos) {
    watched.waiting = waiting;
    timers.add(new Timer(watched, ++watched.timerGeneration, deadlineNanos));
  }

  private static CheckResult unanswered(WatchedTarget watched, long nowNanos) {
    long durationNanos = nowNanos - watched.probeStartNanos;
    return CheckResult.of(
        CheckCode.UNK,
        "the check has not answered for " + durationNanos / 1_000_000 + " ms",
        durationNanos);
  }

  private static CheckResult resultOf(Answer answer, long nowNanos) {
    CheckResult result = answer.result;
    if (result != null) {
      return result;
    }
    Throwable failure = answer.failure;
    return CheckResult.of(
        CheckCode.UNK,
        failure == null ? "the check gave no result" : "the check failed: " + failure,
        nowNanos - answer.watched.probeStartNanos);
  }
}
