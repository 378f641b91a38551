package io.mainstay.vip;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long to wait after a failure: doubling with every failure in a row, bounded, and with the
 * upper half random so that two nodes that fail together do not retry together.
 */
final class RetryDelay {

  private static final int MOST_DOUBLINGS = 30;

  private final VipPolicy policy;
  private final SplittableRandom random;

  RetryDelay(VipPolicy policy, SplittableRandom random) {
    this.policy = policy;
    this.random = random;
  }

  /**
   * The wait after a failure.
   *
   * @param failures failures in a row, this one included
   * @param asked what the mover asked for at least
   */
  long afterFailureNanos(int failures, Duration asked) {
    int doublings = Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
    long longest = policy.longestRetry().toNanos();
    long first = policy.firstRetry().toNanos();
    long doubled = first > longest >> doublings ? longest : first << doublings;
    return Math.max(jittered(doubled), bounded(asked));
  }

  /** The wait after a refusal. */
  long afterRefusalNanos() {
    return jittered(policy.refusedRetry().toNanos());
  }

  private long jittered(long nanos) {
    return nanos - random.nextLong(nanos / 2 + 1);
  }

  private static long bounded(Duration asked) {
    if (asked.isNegative()) {
      return 0;
    }
    return (asked.compareTo(VipPolicy.LONGEST) > 0 ? VipPolicy.LONGEST : asked).toNanos();
  }
}
