package io.mainstay.vrrp;

import java.time.Duration;

/**
 * Whether a router takes over from a working master of lower priority (RFC 9568 Section 6.1,
 * Preempt_Mode). The owner of its addresses always does.
 *
 * @param allowed false leaves a working master alone
 * @param delay how long such a master is left alone after it was first heard, so that what the
 *     higher router needs can settle; zero waits for the master-down interval only
 */
public record Preemption(boolean allowed, Duration delay) {
  // First, because the constructor of the constants below reads it.
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Takes over after the master-down interval. */
  public static final Preemption ON = new Preemption(true, Duration.ZERO);

  /** Leaves a working master alone. */
  public static final Preemption OFF = new Preemption(false, Duration.ZERO);

  public Preemption {
    if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("the preemption delay must be 0 to 1 h, not " + delay);
    }
    if (!allowed && !delay.isZero()) {
      throw new IllegalArgumentException("a preemption delay makes no sense without preemption");
    }
  }

  /** Takes over once a lower master was heard for so long. */
  public static Preemption after(Duration delay) {
    return new Preemption(true, delay);
  }
}
