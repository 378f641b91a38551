package io.mainstay.concurrency;

import io.mainstay.proxy.queue.Place;
import io.mainstay.proxy.queue.RequestQueue;
import io.mainstay.proxy.queue.SharedQueue;
import io.mainstay.proxy.queue.Slots;
import io.mainstay.proxy.queue.WaitingLine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * One server that takes one request at a time and is taken, the queue before it, an owner of the
 * queue who runs when it is told to, and one request that wants in. Loops do here what those of a
 * proxy do: whoever comes takes a slot or reserves a place and joins; whoever goes gives the slot
 * back and then looks who waits.
 */
final class Door
    implements RequestQueue.Servers<Door.Room>, SharedQueue.Exit<Door.Waiter, Door.Room> {
  private final Mailbox owner = new Mailbox();
  private final Slots slots = new Slots();
  private final Room room = new Room();

  /** Another that takes any number, once the first is removed. */
  private final Room other = new Room();

  private final SharedQueue<Waiter, Room> queue = new SharedQueue<>(owner, this, this, 0);
  private final Waiter waiter = new Waiter();
  private volatile boolean removed;

  /** A server with its line. */
  static final class Room extends WaitingLine {}

  /** The request; who lets it in writes how often that was. */
  static final class Waiter extends Place<Room> {
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
      queue.join(waiter, null);
    }
  }

  /** The request comes and waits in the server's own line. */
  void waitForIt() {
    queue.reserve(room, 0);
    queue.join(waiter, room);
  }

  /** The server is removed; there is another. */
  void remove() {
    removed = true;
    queue.changed();
  }

  /** The request gives up. */
  void leave() {
    queue.leave(waiter);
  }

  /** The one that has the slot ends. */
  void go() {
    slots.release();
    queue.freed(room);
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
  public boolean anyUsable(List<Room> avoided) {
    return true;
  }

  @Override
  public boolean usable(Room server) {
    return server == room && !removed;
  }

  @Override
  public boolean acquire(Room server) {
    return slots.acquire(1);
  }

  @Override
  public @Nullable Room acquireAny(List<Room> avoided) {
    if (removed) {
      return other;
    }
    return slots.acquire(1) ? room : null;
  }

  @Override
  public void admitted(Waiter who, Room server) {
    who.admitted++;
  }

  @Override
  public void refused(Waiter who) {
    throw new AssertionError("there is a server");
  }
}
