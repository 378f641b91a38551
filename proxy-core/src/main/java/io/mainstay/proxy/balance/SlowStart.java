package io.mainstay.proxy.balance;

/**
 * How much of its weight and of its limit a server has that came back a while ago: a share that
 * grows in a straight line, so that what it has to warm up is warm when everybody comes.
 */
public final class SlowStart {
  /** The whole. */
  public static final int ALL = 1000;

  private SlowStart() {}

  /**
   * The share in thousandths, at least 1.
   *
   * @param elapsedNanos since it came back
   * @param durationNanos until it has all; 0 gives it all at once
   */
  public static int share(long elapsedNanos, long durationNanos) {
    if (elapsedNanos >= durationNanos) {
      return ALL;
    }
    // Divided first, for durations of days times a thousand do not fit.
    long step = durationNanos / ALL;
    return step == 0 ? ALL : (int) Math.max(1, Math.min(ALL, elapsedNanos / step));
  }

  /** That share of a number, rounded up: a positive one stays positive. */
  public static int of(int number, int share) {
    return (int) (((long) number * share + ALL - 1) / ALL);
  }
}
