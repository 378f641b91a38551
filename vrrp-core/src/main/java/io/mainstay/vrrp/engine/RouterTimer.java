package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.state.TimerKind;
import io.mainstay.vrrp.state.TimerSlot;
import org.jspecify.annotations.Nullable;

/** The one timer of a router. */
final class RouterTimer implements TimerSlot {
  private final RecentDurations advertisementLateness;
  private @Nullable TimerKind armed;
  private long generation;
  private long deadlineNanos;

  /**
   * @param advertisementLateness takes how much later than due each advertisement is
   */
  RouterTimer(RecentDurations advertisementLateness) {
    this.advertisementLateness = advertisementLateness;
  }

  @Override
  public void arm(TimerKind kind, long generation, long deadlineNanos) {
    armed = kind;
    this.generation = generation;
    this.deadlineNanos = deadlineNanos;
  }

  @Override
  public void cancel() {
    armed = null;
  }

  /** What is due, which is then no longer armed; null when nothing is. */
  @Nullable TimerKind take(long nowNanos) {
    if (armed == null || deadlineNanos - nowNanos > 0) {
      return null;
    }
    TimerKind due = armed;
    if (due == TimerKind.ADVERTISEMENT) {
      advertisementLateness.record(nowNanos - deadlineNanos);
    }
    armed = null;
    return due;
  }

  /** The generation of what was armed last. */
  long generation() {
    return generation;
  }

  /** When it is due, at most {@code latest}. */
  long nextNanos(long latest) {
    return armed != null && deadlineNanos - latest < 0 ? deadlineNanos : latest;
  }
}
