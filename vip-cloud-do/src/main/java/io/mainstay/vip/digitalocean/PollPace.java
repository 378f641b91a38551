package io.mainstay.vip.digitalocean;

import java.util.SplittableRandom;

/**
 * How long to wait between two polls: longer and longer, four times as long while the API's
 * requests run out, and never twice the same, so that nodes do not poll in step. For one thread.
 */
final class PollPace {

  private static final int[] DELAYS_SECONDS = {1, 1, 2, 2, 3, 3, 5};
  private static final int STRETCH = 4;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final SplittableRandom random;
  private boolean stretched;

  PollPace(SplittableRandom random) {
    this.random = random;
  }

  /** Whether requests run out. */
  void stretch(boolean scarce) {
    stretched = scarce;
  }

  boolean stretched() {
    return stretched;
  }

  /**
   * The wait before a poll.
   *
   * @param polls how many went before
   */
  long delayNanos(int polls) {
    long seconds = DELAYS_SECONDS[Math.min(polls, DELAYS_SECONDS.length - 1)];
    return jittered(seconds * SECOND_NANOS * (stretched ? STRETCH : 1));
  }

  /** The wait, or up to a fifth less. */
  long jittered(long nanos) {
    return nanos - random.nextLong(nanos / 5 + 1);
  }

  /** The wait and up to a second more: who was told when to come back must not come earlier. */
  long notBefore(long nanos) {
    return nanos + random.nextLong(SECOND_NANOS);
  }
}
