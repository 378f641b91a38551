package io.mainstay.vrrp.state;

/** Waits that double from one second to a minute, until something succeeds. */
final class BackOff {
  private static final long FIRST_NANOS = 1_000_000_000L;
  private static final long LAST_NANOS = 60_000_000_000L;

  private long nextNanos = FIRST_NANOS;

  long next() {
    long wait = nextNanos;
    nextNanos = Math.min(2 * wait, LAST_NANOS);
    return wait;
  }

  void reset() {
    nextNanos = FIRST_NANOS;
  }
}
