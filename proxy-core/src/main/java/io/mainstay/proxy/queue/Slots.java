package io.mainstay.proxy.queue;

/**
 * How many requests one server has at a time, on all event loops together. Any thread may call;
 * nothing waits and nothing is allocated. Where there is no limit nobody takes any, so that
 * requests write nothing that event loops share; whoever has taken one gives it back, whatever the
 * limit is by then.
 */
public final class Slots {
  private final SharedCount used = new SharedCount();

  /** All of them free. */
  public Slots() {}

  /**
   * Takes a slot if there is one.
   *
   * @param limit how many there are for now; fewer than before take none away from anybody
   */
  public boolean acquire(int limit) {
    return used.incrementUpTo(limit);
  }

  /** Takes a slot, however many are taken. */
  public void acquireAnyway() {
    used.add(1);
  }

  /** Gives a slot back. */
  public void release() {
    used.decrement();
  }

  /** Whether there may be a free slot. */
  public boolean hasRoom(int limit) {
    return used.get() < limit;
  }

  /** Slots taken now. */
  public int used() {
    return used.get();
  }

  /** The most that were taken at a time. */
  public int most() {
    return used.most();
  }
}
