package io.mainstay.proxy.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections a frontend serves at a time, counted over all event loops. Who comes beyond
 * that waits at its door until another leaves, and those who wait go in the order of their arrival.
 * Any thread; nobody ever holds a lock.
 *
 * <p>No wake-up is lost: who waits is queued before it looks for room, and who leaves makes room
 * before it looks for a queue. Whichever comes second sees the other.
 */
final class ConnectionGate implements ChannelFutureListener {
  /** Where connections wait. */
  interface Door {
    /** There is room for the one that came first to this door: it is counted already. */
    void open();
  }

  private final int most;
  private final AtomicInteger inside = new AtomicInteger();
  private final Queue<Door> waiting = new ConcurrentLinkedQueue<>();

  /** A gate that lets in {@code most} at a time. */
  ConnectionGate(int most) {
    this.most = most;
  }

  /** Lets a new connection in, unless it has to wait. */
  boolean enter() {
    return waiting.isEmpty() && take();
  }

  /** Lets one more wait at a door. */
  void queue(Door door) {
    waiting.add(door);
    admit();
  }

  /** One that was let in is gone. */
  void leave() {
    inside.decrementAndGet();
    admit();
  }

  /** The same, for whoever listens to a channel's end. */
  @Override
  public void operationComplete(ChannelFuture closed) {
    leave();
  }

  private void admit() {
    while (!waiting.isEmpty() && take()) {
      Door door = waiting.poll();
      if (door == null) {
        inside.decrementAndGet();
      } else {
        door.open();
      }
    }
  }

  private boolean take() {
    int now = inside.get();
    while (now < most) {
      if (inside.compareAndSet(now, now + 1)) {
        return true;
      }
      now = inside.get();
    }
    return false;
  }
}
