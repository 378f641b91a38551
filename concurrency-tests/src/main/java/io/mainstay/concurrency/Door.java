package io.mainstay.concurrency;

import io.mainstay.proxy.queue.Place;
import io.mainstay.proxy.queue.RequestQueue;
import io.mainstay.proxy.queue.SharedQueue;
import io.mainstay.proxy.queue.Slots;
import io.mainstay.proxy.queue.WaitingLine;
import org.jspecify.annotations.Nullable;

/**
 * One server that takes one request at a time, the queue before it, and an owner of the queue who
 * runs when it is told to. Loops do here what those of a proxy do: whoever comes takes a slot or
 * reserves a place and joins; whoever goes gives the slot back and then looks who waits.
 */
final class Door
    implements RequestQueue.Servers<Door.Room>, SharedQueue.Exit<Door.Waiter, Door.Room> {
  final Mailbox owner = new Mailbox();
  final Slots slots = new Slots();
  final Room room = new Room();

  /** Another that takes any number, for whoever waits when the first is gone. */
  final Room other = new Room();

  final SharedQueue<Waiter, Room> queue = new SharedQueue<>(owner, this, this, 0);
  private volatile boolean gone;

  /** A server with its line. */
  static final class Room extends WaitingLine {}

  /** One that waits; the owner writes what becomes of it. */
  static final class Waiter extends Place {
    int admitted;
    @Nullable Room to;
  }

  /** A request comes; says whether it goes in without a wait. */
  boolean come(Waiter waiter) {
    if (!queue.someoneWaits() && slots.acquire(1)) {
      return true;
    }
    queue.reserve();
    queue.join(waiter, null);
    return false;
  }

  /** A request comes that is to wait for the server. */
  void waitFor(Waiter waiter) {
    queue.reserve(room, 0);
    queue.join(waiter, room);
  }

  /** A request ends. */
  void go() {
    slots.release();
    queue.freed(room);
  }

  /** The server is removed. */
  void remove() {
    gone = true;
    queue.changed();
  }

  @Override
  public boolean anyUsable() {
    return true;
  }

  @Override
  public boolean usable(Room server) {
    return server == room && !gone;
  }

  @Override
  public boolean acquire(Room server) {
    return slots.acquire(1);
  }

  @Override
  public @Nullable Room acquireAny() {
    if (gone) {
      return other;
    }
    return slots.acquire(1) ? room : null;
  }

  @Override
  public void admitted(Waiter waiter, Room server) {
    waiter.admitted++;
    waiter.to = server;
  }

  @Override
  public void refused(Waiter waiter) {
    throw new AssertionError("there is a server");
  }
}
