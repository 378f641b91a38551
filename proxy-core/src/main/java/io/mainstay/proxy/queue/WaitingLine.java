package io.mainstay.proxy.queue;

import org.jspecify.annotations.Nullable;

/** Places in the order in which they were taken; any of them leaves without a search. */
final class WaitingLine {
  /** The server that this line waits for, or {@link RequestQueue#ANY}. */
  final int server;

  private @Nullable Place first;
  private @Nullable Place last;
  private int length;

  WaitingLine(int server) {
    this.server = server;
  }

  int length() {
    return length;
  }

  @Nullable Place first() {
    return first;
  }

  /** Adds a place at the end. */
  void add(Place place) {
    insert(last, place);
  }

  /** Takes over all places of another line, each where it belongs by when it was taken. */
  void takeOver(WaitingLine other) {
    Place before = last;
    for (Place place = other.last; place != null; place = other.last) {
      other.remove(place);
      while (before != null && before.number > place.number) {
        before = before.ahead;
      }
      insert(before, place);
    }
  }

  private void insert(@Nullable Place before, Place place) {
    Place after = before == null ? first : before.behind;
    place.ahead = before;
    place.behind = after;
    link(before, place, after);
    place.line = this;
    length++;
  }

  private void link(@Nullable Place before, Place place, @Nullable Place after) {
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

  void remove(Place place) {
    Place before = place.ahead;
    Place after = place.behind;
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
