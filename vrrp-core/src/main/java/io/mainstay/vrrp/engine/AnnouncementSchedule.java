package io.mainstay.vrrp.engine;

/**
 * When the addresses of a new MASTER are announced: five rounds at once and five more after five
 * seconds, as keepalived does, for switches and hosts that missed the first. Rounds keep a distance
 * so that a burst does not drop itself, and a late round delays the next instead of doubling up.
 */
final class AnnouncementSchedule {
  private static final int ROUNDS = 5;
  private static final long SPACING_NANOS = 100_000_000L;
  private static final long SECOND_BURST_NANOS = 5_000_000_000L;

  private int roundsLeft;
  private long startNanos;
  private long nextNanos;

  void start(long nowNanos) {
    roundsLeft = 2 * ROUNDS;
    startNanos = nowNanos;
    nextNanos = nowNanos;
  }

  /** One round, unless a whole schedule is under way already. */
  void once(long nowNanos) {
    if (roundsLeft == 0) {
      roundsLeft = 1;
      startNanos = nowNanos;
      nextNanos = nowNanos;
    }
  }

  void cancel() {
    roundsLeft = 0;
  }

  boolean isActive() {
    return roundsLeft > 0;
  }

  long nextNanos() {
    return nextNanos;
  }

  /** Says whether a round is due, and if so counts it as done. */
  boolean takeRound(long nowNanos) {
    if (roundsLeft == 0 || nextNanos - nowNanos > 0) {
      return false;
    }
    roundsLeft--;
    nextNanos = nowNanos + SPACING_NANOS;
    long secondBurst = startNanos + SECOND_BURST_NANOS;
    if (roundsLeft == ROUNDS && secondBurst - nextNanos > 0) {
      nextNanos = secondBurst;
    }
    return true;
  }
}
