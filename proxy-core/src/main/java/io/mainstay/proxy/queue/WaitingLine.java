package io.mainstay.proxy.queue;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Places in the order in which they were taken; any of them leaves without a search. Those for one
 * server, or those for whichever is free first. Any thread may count; the places are the queue's.
 */
public class WaitingLine {
  /** Those that wait here, or are on their way. */
  private final SharedCount waiting = new SharedCount();

  /** The most at a time; written by the queue's owner. */
  private final AtomicInteger most = new AtomicInteger();

  private @Nullable Place<?> first;
  private @Nullable Place<?> last;
  private int length;

  /** Nobody waits. */
  protected WaitingLine() {}

  /** How many wait, or are on their way; any thread. */
  public final int waiting() {
    return waiting.get();
  }

  /** The most that waited at a time; any thread. */
  public final int mostWaiting() {
    return most.get();
  }

  /** Counts one more unless there are {@code limit}; says whether it did. */
  final boolean reserve(int limit) {
    // Never more than is meant even for a moment: whoever is counted keeps others from the server.
    return waiting.incrementUpTo(limit);
  }

  /** Counts more or fewer. */
  final void count(int more) {
    waiting.add(more);
  }

  final void remember() {
    most.setOpaque(Math.max(length, most.getPlain()));
  }

  final int length() {
    return length;
  }

  final @Nullable Place<?> first() {
    return first;
  }

  /** Adds a place at the end. */
  final void add(Place<?> place) {
    insert(last, place);
  }

  /** Takes over all places of another line, each where it belongs by when it was taken. */
  final void takeOver(WaitingLine other) {
    Place<?> before = last;
    for (Place<?> place = other.last; place != null; place = other.last) {
      other.remove(place);
      while (before != null && before.number > place.number) {
        before = before.ahead;
      }
      insert(before, place);
    }
  }

  private void insert(@Nullable Place<?> before, Place<?> place) {
    Place<?> after = before == null ? first : before.behind;
    place.ahead = before;
    place.behind = after;
    link(before, place, after);
    place.line = this;
    length++;
  }

  private void link(@Nullable Place<?> before, Place<?> place, @Nullable Place<?> after) {
    if (before == null) {
      first = place;
    } else {
      before.behind = place;
    }
    if (after == null) {
      last = place;
    } else {
      after.ahead = place;
    }
  }

  final void remove(Place<?> place) {
    Place<?> before = place.ahead;
    Place<?> after = place.behind;
    if (before == null) {
      first = after;
    } else {
      before.behind = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.ahead = before;
    }
    place.ahead = null;
    place.behind = null;
    place.line = null;
    length--;
  }
}
