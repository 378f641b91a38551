package io.mainstay.node.notice;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Keeps the newest entries: what happened last matters more than what happened first. */
final class DropOldestQueue<T> {
  private final int capacity;
  private final Queue<T> entries = new ArrayDeque<>();
  private long dropped;
  private boolean ended;

  DropOldestQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Adds an entry; false when another one, or after the end this one, was dropped for that. */
  synchronized boolean add(T entry) {
    if (ended) {
      dropped++;
      return false;
    }
    boolean full = entries.size() >= capacity;
    if (full) {
      entries.remove();
      dropped++;
    }
    entries.add(entry);
    notifyAll();
    return !full;
  }

  /** Waits for an entry; null when the end was reached. */
  synchronized @Nullable T take() throws InterruptedException {
    while (entries.isEmpty() && !ended) {
      wait();
    }
    return entries.poll();
  }

  /** Takes an entry if there is one. */
  synchronized @Nullable T poll() {
    return entries.poll();
  }

  /** Waits until the end is asked for, but not longer than this; true when it was. */
  synchronized boolean awaitEnd(long nanos) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + nanos;
    while (!ended) {
      long leftNanos = deadlineNanos - System.nanoTime();
      if (leftNanos <= 0) {
        return false;
      }
      wait(leftNanos / 1_000_000 + 1);
    }
    return true;
  }

  /** Takes no more entries; those that are there can still be taken. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Drops what is left. */
  synchronized void clear() {
    dropped += entries.size();
    entries.clear();
  }

  synchronized long dropped() {
    return dropped;
  }

  synchronized int size() {
    return entries.size();
  }
}
