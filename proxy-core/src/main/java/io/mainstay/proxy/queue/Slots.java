package io.mainstay.proxy.queue;

/**
 * How many requests one server has at a time, on all event loops together. Any thread may call;
 * nothing waits and nothing is allocated. A server without a limit is not counted, so that its
 * requests write nothing that event loops share.
 */
public final class Slots {
  private final SharedCount used = new SharedCount();
  private final boolean limited;

  /**
   * All of them free.
   *
   * @param limited whether there is a limit at all
   */
  public Slots(boolean limited) {
    this.limited = limited;
  }

  /** Whether there is a limit at all. */
  public boolean limited() {
    return limited;
  }

  /**
   * Takes a slot if there is one.
   *
   * @param limit how many there are for now; fewer than before take none away from anybody
   */
  public boolean acquire(int limit) {
    return !limited || used.incrementUpTo(limit);
  }

  /** Gives a slot back. */
  public void release() {
    if (limited) {
      used.decrement();
    }
  }

  /** Whether there may be a free slot. */
  public boolean hasRoom(int limit) {
    return !limited || used.get() < limit;
  }

  /** Slots taken now; 0 without a limit. */
  public int used() {
    return used.get();
  }

  /** The most that were taken at a time; 0 without a limit. */
  public int most() {
    return used.most();
  }
}
