package io.mainstay.proxy.stats;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The mean of the latest values: exact for the first {@value #WINDOW}, and from then on each new
 * one counts for one part in that many, as in HAProxy. One thread records, any thread may ask.
 */
public final class RecentMean {
  /** How many values count. */
  public static final int WINDOW = 1024;

  private static final int SUM = 0;
  private static final int COUNT = 1;

  private final AtomicLongArray values = new AtomicLongArray(2);

  /** Records a value; the writing thread only. */
  public void record(long value) {
    long sum = values.getPlain(SUM);
    long count = values.getPlain(COUNT);
    if (count < WINDOW) {
      values.setOpaque(COUNT, count + 1);
      values.setOpaque(SUM, sum + value);
    } else {
      values.setOpaque(SUM, sum - sum / WINDOW + value);
    }
  }

  /** The sum of the values that count; any thread. */
  public long sum() {
    return values.getOpaque(SUM);
  }

  /** How many values count; any thread. */
  public long count() {
    return values.getOpaque(COUNT);
  }
}
