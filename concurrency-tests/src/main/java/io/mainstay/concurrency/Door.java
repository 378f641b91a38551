package io.mainstay.concurrency;

import io.mainstay.proxy.queue.Place;
import io.mainstay.proxy.queue.RequestQueue;
import io.mainstay.proxy.queue.SharedQueue;
import io.mainstay.proxy.queue.Slots;

/**
 * One server that takes one request at a time, the queue before it, and an owner of the queue who
 * runs when it is told to. Loops do here what those of a proxy do: whoever comes takes a slot or
 * reserves a place and joins; whoever goes gives the slot back and then looks who waits.
 */
final class Door implements RequestQueue.Servers, SharedQueue.Exit<Door.Waiter> {
  final Mailbox owner = new Mailbox();
  final Slots slots = new Slots(true);
  final SharedQueue<Waiter> queue = new SharedQueue<>(owner, this, this, 1, 0);

  /** One that waits; the owner writes what becomes of it. */
  static final class Waiter extends Place {
    int admitted;
  }

  /** A request comes; says whether it goes in without a wait. */
  boolean come(Waiter waiter) {
    if (!queue.someoneWaits() && slots.acquire(1)) {
      return true;
    }
    queue.reserve();
    queue.join(waiter, RequestQueue.ANY);
    return false;
  }

  /** A request ends. */
  void go() {
    slots.release();
    queue.freed(0);
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
  public void admitted(Waiter waiter, int server) {
    waiter.admitted++;
  }

  @Override
  public void refused(Waiter waiter) {
    throw new AssertionError("there is a server");
  }
}
