package io.mainstay.vip.digitalocean;

import java.time.Duration;

/** What this node did with one address before, as far as it bounds what comes next. */
final class AssignmentHistory {

  private static final Duration[] SLOW = {
    Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(10)
  };

  private final Duration coolOff;
  private boolean posted;
  private long postedAtNanos;
  private int slowFailures;

  /**
   * No history yet.
   *
   * @param coolOff the least time between two assignments
   */
  AssignmentHistory(Duration coolOff) {
    this.coolOff = coolOff;
  }

  /** The API took an action. */
  void posted(long nowNanos) {
    posted = true;
    postedAtNanos = nowNanos;
  }

  void succeeded() {
    slowFailures = 0;
  }

  Duration coolOff() {
    return coolOff;
  }

  /** How long no assignment may be posted; 0 or less when one may. */
  long coolOffNanos(long nowNanos) {
    return posted ? postedAtNanos + coolOff.toNanos() - nowNanos : 0;
  }

  /** The wait after one more failure that patience alone can mend. */
  Duration slowWait() {
    Duration wait = SLOW[Math.min(slowFailures, SLOW.length - 1)];
    slowFailures = Math.min(slowFailures + 1, SLOW.length);
    return wait;
  }
}
