package io.mainstay.proxy.stats;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often something happens in a second. One thread counts, any thread asks and may see a moment
 * ago; a second's count is whole when the next has begun.
 */
public final class Rate {
  private static final long SECOND_NANOS = 1_000_000_000;

  private static final int SECOND = 0;
  private static final int COUNT = 1;
  private static final int BEFORE = 2;
  private static final int MOST = 3;

  private final AtomicLongArray values = new AtomicLongArray(4);

  /** Counts one; the writing thread only. */
  public void increment(long nowNanos) {
    long second = Math.floorDiv(nowNanos, SECOND_NANOS);
    long began = values.getPlain(SECOND);
    if (second != began) {
      values.setOpaque(BEFORE, second == began + 1 ? values.getPlain(COUNT) : 0);
      values.setOpaque(COUNT, 0);
      values.setOpaque(SECOND, second);
    }
    long count = values.getPlain(COUNT) + 1;
    values.setOpaque(COUNT, count);
    if (count > values.getPlain(MOST)) {
      values.setOpaque(MOST, count);
    }
  }

  /** The count of the last whole second; any thread. */
  public long perSecond(long nowNanos) {
    long ago = Math.floorDiv(nowNanos, SECOND_NANOS) - values.getOpaque(SECOND);
    return ago == 0 ? values.getOpaque(BEFORE) : ago == 1 ? values.getOpaque(COUNT) : 0;
  }

  /** The largest count of any second; any thread. */
  public long most() {
    return values.getOpaque(MOST);
  }
}
