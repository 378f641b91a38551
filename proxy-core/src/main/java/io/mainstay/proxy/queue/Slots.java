package io.mainstay.proxy.queue;

/**
 * How many requests one server has at a time, on all event loops together, and how many it may
 * have. Any thread may call; nothing waits and nothing is allocated. A server without a limit is
 * not counted, so that its requests write nothing that event loops share.
 */
public final class Slots {
  private final SharedCount used = new SharedCount();
  private final boolean limited;
  private volatile int limit;

  /**
   * All of them free.
   *
   * @param limit the most requests at a time; 0 for any number
   */
  public Slots(int limit) {
    this.limited = limit > 0;
    this.limit = limit;
  }

  /** Whether there is a limit at all. */
  public boolean limited() {
    return limited;
  }

  /** Another limit, at least 1; whoever has a slot keeps it. Only where there was a limit. */
  public void limit(int requests) {
    if (!limited || requests < 1) {
      throw new IllegalArgumentException("limit: " + requests);
    }
    limit = requests;
  }

  /** Takes a slot if there is one. */
  public boolean acquire() {
    if (!limited) {
      return true;
    }
    int now = used.get();
    while (now < limit) {
      if (used.compareAndSet(now, now + 1)) {
        return true;
      }
      now = used.get();
    }
    return false;
  }

  /** Gives a slot back. */
  public void release() {
    if (limited) {
      used.decrementAndGet();
    }
  }

  /** Whether there may be a free slot. */
  public boolean hasRoom() {
    return !limited || used.get() < limit;
  }

  /** Slots taken now; 0 without a limit. */
  public int used() {
    return used.get();
  }
}
