package io.mainstay.proxy.balance;

/**
 * How long something was down, and how often. Immutable.
 *
 * @param up whether it is up
 * @param sinceNanos since when
 * @param earlierDownNanos how long it was down before that
 * @param downs how often it went down
 */
public record Uptime(boolean up, long sinceNanos, long earlierDownNanos, long downs) {
  /** At the start. */
  static Uptime startingAt(boolean up, long nowNanos) {
    return new Uptime(up, nowNanos, 0, 0);
  }

  /** The same after it was seen up or down; this one when that is nothing new. */
  Uptime seen(boolean isUp, long nowNanos) {
    return isUp == up
        ? this
        : new Uptime(isUp, nowNanos, downNanos(nowNanos), downs + (up ? 1 : 0));
  }

  /** How long it was down in all. */
  public long downNanos(long nowNanos) {
    return earlierDownNanos + (up ? 0 : nowNanos - sinceNanos);
  }
}
