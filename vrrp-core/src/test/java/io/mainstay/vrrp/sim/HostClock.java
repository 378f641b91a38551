package io.mainstay.vrrp.sim;

/**
 * A host's monotonic clock: it has its own origin, which may be about to overflow, and runs a
 * little fast or slow.
 */
final class HostClock {
  private static final long MILLION = 1_000_000L;

  private final long originNanos;
  private final long partsPerMillion;

  HostClock(long originNanos, long partsPerMillion) {
    this.originNanos = originNanos;
    this.partsPerMillion = partsPerMillion;
  }

  long local(long nanos) {
    return originNanos + nanos + nanos * partsPerMillion / MILLION;
  }

  /** How long the simulation waits until this clock has advanced by so much. */
  long duration(long localNanos) {
    if (partsPerMillion == 0) {
      return localNanos;
    }
    // Rounded down: waking a little early does no harm.
    return Math.max(1, localNanos * MILLION / (MILLION + partsPerMillion));
  }
}
