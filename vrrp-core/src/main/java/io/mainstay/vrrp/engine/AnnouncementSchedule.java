package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.Announcements;

/**
 * When a MASTER announces its addresses: a burst of rounds at once, another one later for switches
 * and hosts that missed the first, and single rounds to refresh. Rounds keep a distance so that a
 * burst does not drop itself, and a late round delays the next instead of doubling up.
 */
final class AnnouncementSchedule {
  private final Announcements configured;
  private final long intervalNanos;
  private final long delayNanos;
  private final long refreshNanos;

  private boolean started;
  private int roundsLeft;
  private long nextRoundNanos;
  private boolean secondBurstPending;
  private long secondBurstNanos;
  private long nextRefreshNanos;

  AnnouncementSchedule(Announcements configured) {
    this.configured = configured;
    intervalNanos = configured.interval().toNanos();
    delayNanos = configured.delay().toNanos();
    refreshNanos = configured.refresh().toNanos();
  }

  /** The addresses are in place. */
  void start(long nowNanos) {
    started = true;
    burst(configured.repeat(), nowNanos);
    secondBurstPending = delayNanos > 0;
    secondBurstNanos = nowNanos + delayNanos;
    nextRefreshNanos = nowNanos + refreshNanos;
  }

  /** Neighbours may have been misled; a burst that is under way already tells them. */
  void again(long nowNanos) {
    if (roundsLeft == 0 && configured.lowerPriorityRepeat() > 0) {
      burst(configured.lowerPriorityRepeat(), nowNanos);
    }
  }

  private void burst(int rounds, long nowNanos) {
    roundsLeft = rounds;
    nextRoundNanos = nowNanos;
  }

  void cancel() {
    started = false;
    roundsLeft = 0;
    secondBurstPending = false;
  }

  /** When {@link #takeRound} has something to do, at most {@code latest}. */
  long nextNanos(long latest) {
    if (roundsLeft > 0) {
      return earlier(nextRoundNanos, latest);
    }
    long next = secondBurstPending ? earlier(secondBurstNanos, latest) : latest;
    return refreshes() ? earlier(nextRefreshNanos, next) : next;
  }

  private boolean refreshes() {
    return started && refreshNanos > 0;
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  /** Says whether a round is due, and if so counts it as done. */
  boolean takeRound(long nowNanos) {
    if (roundsLeft == 0 && secondBurstPending && secondBurstNanos - nowNanos <= 0) {
      secondBurstPending = false;
      burst(configured.repeat(), nowNanos);
    } else if (roundsLeft == 0 && refreshes() && nextRefreshNanos - nowNanos <= 0) {
      burst(1, nowNanos);
    }
    if (roundsLeft == 0 || nextRoundNanos - nowNanos > 0) {
      return false;
    }
    roundsLeft--;
    nextRoundNanos = nowNanos + intervalNanos;
    nextRefreshNanos = nowNanos + refreshNanos;
    return true;
  }
}
