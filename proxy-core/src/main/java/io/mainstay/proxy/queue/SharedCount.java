package io.mainstay.proxy.queue;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * A count that every event loop writes, never below 0, and the most that it ever was; alone on its
 * cache lines. Any thread may call; nothing waits and nothing is allocated.
 */
public final class SharedCount {
  private static final AtomicLongFieldUpdater<SharedCount> BOTH =
      AtomicLongFieldUpdater.newUpdater(SharedCount.class, "both");

  /** The most in the upper half, the count in the lower: they change as one. */
  private volatile long both;

  @SuppressWarnings("unused")
  private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;

  /** Zero. */
  public SharedCount() {}

  /**
   * Adds one unless that were more than {@code limit}, so that it is not even for a moment.
   *
   * @return whether it did
   */
  public boolean incrementUpTo(int limit) {
    for (long now = both; count(now) < limit; now = both) {
      if (BOTH.compareAndSet(this, now, plus(now, 1))) {
        return true;
      }
    }
    return false;
  }

  /** Adds this many. */
  public void add(int amount) {
    long now = both;
    while (!BOTH.compareAndSet(this, now, plus(now, amount))) {
      now = both;
    }
  }

  /** Takes back one of those that were added. */
  public void decrement() {
    BOTH.getAndDecrement(this);
  }

  /** How many there are. */
  public int get() {
    return count(both);
  }

  /** The most there were at a time. */
  public int most() {
    return most(both);
  }

  private static long plus(long both, int amount) {
    int count = count(both) + amount;
    return (long) Math.max(most(both), count) << Integer.SIZE | count;
  }

  private static int count(long both) {
    return (int) both;
  }

  private static int most(long both) {
    return (int) (both >>> Integer.SIZE);
  }
}
