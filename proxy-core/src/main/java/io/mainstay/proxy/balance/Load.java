package io.mainstay.proxy.balance;

/** Compares how busy two servers are for their weights. */
public final class Load {
  private Load() {}

  /**
   * Whether one more request would be better off at {@code b}; when it makes no difference {@code
   * a} keeps it.
   *
   * @param runningA requests running at {@code a}
   * @param weightA its weight, positive
   * @param runningB requests running at {@code b}
   * @param weightB its weight, positive
   */
  public static boolean lessAtSecond(long runningA, int weightA, long runningB, int weightB) {
    return (runningB + 1) * weightA < (runningA + 1) * weightB;
  }
}
