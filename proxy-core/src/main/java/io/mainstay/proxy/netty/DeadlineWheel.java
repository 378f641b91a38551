package io.mainstay.proxy.netty;

import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one event loop, to a tenth of a second. A deadline is linked into the slot of
 * its moment; when the slot comes round, those that were moved later in the meantime are linked
 * again. Nothing is allocated and nothing is searched. One thread only.
 */
final class DeadlineWheel {
  static final long TICK_NANOS = 100_000_000;

  private static final int SLOTS = 1024;

  private final Deadline[] slots = new Deadline[SLOTS];
  private int cursor;
  private long cursorNanos;

  DeadlineWheel(long nowNanos) {
    for (int slot = 0; slot < SLOTS; slot++) {
      slots[slot] = ring();
    }
    cursorNanos = nowNanos;
  }

  void set(Deadline deadline, long atNanos) {
    deadline.atNanos = atNanos;
    deadline.armed = true;
    if (!deadline.linked) {
      link(deadline);
    } else if (atNanos - deadline.slotNanos < 0) {
      unlink(deadline);
      link(deadline);
    }
  }

  void clear(Deadline deadline) {
    deadline.armed = false;
  }

  /** Forgets a deadline whose owner ends. */
  void remove(Deadline deadline) {
    deadline.armed = false;
    if (deadline.linked) {
      unlink(deadline);
    }
  }

  /** Wakes whoever is due. */
  void advance(long nowNanos) {
    while (nowNanos - cursorNanos >= TICK_NANOS) {
      cursor = (cursor + 1) % SLOTS;
      cursorNanos += TICK_NANOS;
      turn(slots[cursor], nowNanos);
    }
  }

  private void turn(Deadline ring, long nowNanos) {
    // An owner may remove any other deadline meanwhile, so the next one is read anew each time.
    Deadline last = ring.previous;
    boolean more = last != ring;
    while (more) {
      Deadline deadline = first(ring);
      if (deadline == null) {
        return;
      }
      more = deadline != last;
      unlink(deadline);
      if (deadline.armed && nowNanos - deadline.atNanos >= 0) {
        deadline.armed = false;
        deadline.owner.expired(nowNanos);
      } else if (deadline.armed) {
        link(deadline);
      }
    }
  }

  private static @Nullable Deadline first(Deadline ring) {
    return ring.next == ring ? null : ring.next;
  }

  private void link(Deadline deadline) {
    long ticks = (deadline.atNanos - cursorNanos + TICK_NANOS - 1) / TICK_NANOS;
    ticks = Math.max(1, Math.min(SLOTS - 1, ticks));
    deadline.slotNanos = cursorNanos + ticks * TICK_NANOS;
    Deadline ring = slots[(int) ((cursor + ticks) % SLOTS)];
    Deadline last = ring.previous;
    deadline.previous = last;
    deadline.next = ring;
    if (last != null) {
      last.next = deadline;
    }
    ring.previous = deadline;
    deadline.linked = true;
  }

  private static void unlink(Deadline deadline) {
    Deadline before = deadline.previous;
    Deadline after = deadline.next;
    if (before != null && after != null) {
      before.next = after;
      after.previous = before;
    }
    deadline.previous = null;
    deadline.next = null;
    deadline.linked = false;
  }

  private static Deadline ring() {
    Deadline ring = new Deadline(nowNanos -> {});
    ring.previous = ring;
    ring.next = ring;
    return ring;
  }
}
