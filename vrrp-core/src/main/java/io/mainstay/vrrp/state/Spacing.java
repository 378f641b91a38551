package io.mainstay.vrrp.state;

/** Lets something happen at most once in a while. */
final class Spacing {
  private final long nanos;
  private boolean taken;
  private long lastNanos;

  Spacing(long nanos) {
    this.nanos = nanos;
  }

  /** Says whether enough time has passed since the last time it said so. */
  boolean take(long nowNanos) {
    if (taken && nowNanos - lastNanos < nanos) {
      return false;
    }
    taken = true;
    lastNanos = nowNanos;
    return true;
  }

  @Override
  public String toString() {
    return taken ? "last at " + lastNanos : "never";
  }
}
