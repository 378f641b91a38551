package io.mainstay.vrrp.state;

import io.mainstay.vrrp.VrrpVersion;

/**
 * The intervals of RFC 9568 Section 6.1 and RFC 3768 Section 6.1 in nanoseconds. Whole centiseconds
 * would give two high priorities with a short interval the same skew, and a tie; so everything is
 * multiplied before it is divided. The largest product is about 10^13 and cannot overflow.
 */
public final class VrrpTimers {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private VrrpTimers() {}

  /**
   * How much later than three intervals a backup acts; the higher its own priority, the sooner.
   *
   * @param masterIntervalNanos what the master advertises; version 2 ignores it
   */
  public static long skewNanos(VrrpVersion version, int priority, long masterIntervalNanos) {
    long unit = version == VrrpVersion.V2 ? NANOS_PER_SECOND : masterIntervalNanos;
    return (256 - priority) * unit / 256;
  }

  /** How long a master may be silent before a backup takes over. */
  public static long masterDownNanos(VrrpVersion version, int priority, long masterIntervalNanos) {
    return 3 * masterIntervalNanos + skewNanos(version, priority, masterIntervalNanos);
  }
}
