package io.mainstay.vrrp.sim;

import java.util.PriorityQueue;

/** Virtual time, and what shall happen in it; what is due in the same instant keeps its order. */
final class Agenda {
  private static final int CAPACITY = 1_000_000;
  private static final long START_NANOS = 1_000_000_000L;

  private record Entry(long nanos, long sequence, Runnable task) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(nanos, other.nanos);
      return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long nowNanos = START_NANOS;
  private long sequence;

  long nowNanos() {
    return nowNanos;
  }

  void at(long nanos, Runnable task) {
    if (entries.size() >= CAPACITY) {
      throw new IllegalStateException("more than " + CAPACITY + " events wait");
    }
    entries.add(new Entry(Math.max(nanos, nowNanos), sequence++, task));
  }

  /** When the next entry is due, at most {@code latest}. */
  long nextNanos(long latest) {
    Entry head = entries.peek();
    return head == null ? latest : Math.min(head.nanos, latest);
  }

  void advance(long nanos) {
    nowNanos = nanos;
  }

  /** Does everything that is due now, and what that adds for now. */
  void runDue() {
    Entry head = entries.peek();
    while (head != null && head.nanos <= nowNanos) {
      entries.remove();
      head.task.run();
      head = entries.peek();
    }
  }
}
