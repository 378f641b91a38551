package io.mainstay.proxy.stats;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A fixed set of counters with one writing thread. Any thread may read; it sees each counter whole
 * and at most a moment old.
 *
 * @param <E> names the counters
 */
@SuppressWarnings("EnumOrdinal") // The array lives as long as the enum's order.
public final class Counters<E extends Enum<E>> {
  private final AtomicLongArray values;

  /** One counter for each constant of {@code names}. */
  public Counters(Class<E> names) {
    values = new AtomicLongArray(names.getEnumConstants().length);
  }

  /** Adds one; the writing thread only. */
  public void increment(E counter) {
    add(counter, 1);
  }

  /** Adds {@code amount}, which may be negative; the writing thread only. */
  public void add(E counter, long amount) {
    int index = counter.ordinal();
    values.setOpaque(index, values.getPlain(index) + amount);
  }

  /** The count; any thread. */
  public long get(E counter) {
    return values.getOpaque(counter.ordinal());
  }
}
