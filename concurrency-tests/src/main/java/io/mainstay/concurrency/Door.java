package io.mainstay.concurrency;

import io.mainstay.proxy.queue.Place;
import io.mainstay.proxy.queue.RequestQueue;
import io.mainstay.proxy.queue.SharedQueue;
import io.mainstay.proxy.queue.Slots;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * One server that takes one request at a time and is taken, the queue before it, an owner of the
 * queue who runs when it is told to, and one request that wants in. Loops do here what those of a
 * proxy do: whoever comes takes a slot or reserves a place and joins; whoever goes gives the slot
 * back and then looks who waits.
 */
final class Door implements RequestQueue.Servers, SharedQueue.Exit<Door.Waiter> {
  private final Mailbox owner = new Mailbox();
  private final Slots slots = new Slots(true);
  private final SharedQueue<Waiter> queue = new SharedQueue<>(owner, this, this, 1, 0);
  private final Waiter waiter = new Waiter();

  /** The request; who lets it in writes how often that was. */
  static final class Waiter extends Place {
    int admitted;
  }

  Door() {
    slots.acquire(1);
  }

  /** The request comes; it goes in at once or waits. */
  void come() {
    if (!queue.someoneWaits() && slots.acquire(1)) {
      waiter.admitted++;
    } else {
      queue.reserve();
      queue.join(waiter, RequestQueue.ANY);
    }
  }

  /** The request gives up. */
  void leave() {
    queue.leave(waiter);
  }

  /** The one that has the slot ends. */
  void go() {
    slots.release();
    queue.freed(0);
  }

  /** The owner does what it finds in its mailbox. */
  void look() {
    owner.drain();
  }

  /** When all is done: how often it was let in, how many slots are taken, how many wait. */
  void end(III_Result r) {
    look();
    r.r1 = waiter.admitted;
    r.r2 = slots.used();
    r.r3 = queue.current();
  }

  @Override
  public boolean usable(int server) {
    return true;
  }

  @Override
  public boolean acquire(int server) {
    return slots.acquire(1);
  }

  @Override
  public int acquireAny(int[] avoided) {
    return slots.acquire(1) ? 0 : RequestQueue.ANY;
  }

  @Override
  public void admitted(Waiter who, int server) {
    who.admitted++;
  }

  @Override
  public void refused(Waiter who) {
    throw new AssertionError("there is a server");
  }
}
