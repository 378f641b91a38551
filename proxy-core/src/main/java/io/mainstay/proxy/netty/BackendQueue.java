package io.mainstay.proxy.netty;

import io.mainstay.proxy.queue.RequestQueue;
import io.mainstay.proxy.queue.SharedCount;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The queue of one backend for all event loops. One of them owns it; the others write to its
 * mailbox and are answered in theirs, so nobody ever holds a lock.
 *
 * <p>No wake-up is lost: who joins counts itself before the owner looks for a free slot, and who
 * gives a slot back does so before it looks whether anybody is counted. Whichever comes second sees
 * the other.
 */
final class BackendQueue implements RequestQueue.Door<Ticket> {
  private final EventLoop owner;
  private final RequestQueue<Ticket> queue;
  private final int limit;

  /** How many wait for each server, or are on their way to its line; the last are for any. */
  private final SharedCount[] waiting;

  /** The most at a time; written by the owner. */
  private final AtomicInteger[] most;

  private final AtomicInteger mostInAll = new AtomicInteger();
  private final Runnable[] freed;
  private final Runnable changed;

  /**
   * An empty queue.
   *
   * @param limit the most places for whoever waits for any server; 0 for any number
   */
  BackendQueue(EventLoop owner, RequestQueue.Servers servers, int count, int limit) {
    this.owner = owner;
    this.limit = limit;
    this.queue = new RequestQueue<>(servers, count, this);
    this.waiting = new SharedCount[count + 1];
    this.most = new AtomicInteger[count];
    this.freed = new Runnable[count];
    for (int i = 0; i < count; i++) {
      int server = i;
      waiting[i] = new SharedCount();
      most[i] = new AtomicInteger();
      freed[i] = () -> queue.freed(server);
    }
    waiting[count] = new SharedCount();
    changed = queue::changed;
  }

  private SharedCount waiting(int server) {
    return waiting[server == RequestQueue.ANY ? waiting.length - 1 : server];
  }

  // Any thread

  /** Whether a request that comes now has others before it, whatever server it would get. */
  boolean someoneWaits() {
    return waiting(RequestQueue.ANY).get() > 0;
  }

  /** How many wait for this server, or for any. */
  int waitingFor(int server) {
    return waiting(server).get();
  }

  /** How many wait in all. */
  int current() {
    int sum = 0;
    for (SharedCount count : waiting) {
      sum += count.get();
    }
    return sum;
  }

  int mostFor(int server) {
    return most[server].get();
  }

  int mostInAll() {
    return mostInAll.get();
  }

  /**
   * Reserves a place; whoever has one joins.
   *
   * @param most how many may wait there; 0 for any number
   */
  boolean reserve(int server, int most) {
    SharedCount count = waiting(server);
    int now = count.get();
    // Never more than is meant even for a moment: whoever is counted keeps others from the server.
    while (most == 0 || now < most) {
      if (count.compareAndSet(now, now + 1)) {
        return true;
      }
      now = count.get();
    }
    return false;
  }

  /** Reserves a place among those that wait for any server. */
  boolean reserve() {
    return reserve(RequestQueue.ANY, limit);
  }

  /** Takes the reserved place. */
  void join(Ticket ticket) {
    run(
        owner,
        () -> {
          queue.join(ticket, ticket.server);
          remember();
        });
  }

  /** Gives a place up. */
  void leave(Ticket ticket) {
    run(
        owner,
        () -> {
          int line = queue.waitsFor(ticket);
          if (queue.leave(ticket)) {
            waiting(line).decrementAndGet();
          }
        });
  }

  /** A server has a free slot, or may have. */
  void freed(int server) {
    if (waitingFor(server) > 0 || someoneWaits()) {
      run(owner, freed[server]);
    }
  }

  /** Servers came or went. */
  void changed() {
    if (current() > 0) {
      run(owner, changed);
    }
  }

  // The owner

  private void remember() {
    int sum = queue.length(RequestQueue.ANY);
    for (int server = 0; server < most.length; server++) {
      int length = queue.length(server);
      sum += length;
      most[server].setOpaque(Math.max(length, most[server].getPlain()));
    }
    mostInAll.setOpaque(Math.max(sum, mostInAll.getPlain()));
  }

  @Override
  public void admit(Ticket ticket, int server, int waitedFor) {
    waiting(waitedFor).decrementAndGet();
    run(ticket.loop.eventLoop, () -> ticket.admit(server));
  }

  @Override
  public void moved(int from, int count) {
    waiting(RequestQueue.ANY).addAndGet(count);
    waiting(from).addAndGet(-count);
  }

  @Override
  public void refuse(Ticket ticket, int waitedFor) {
    waiting(waitedFor).decrementAndGet();
    run(ticket.loop.eventLoop, ticket::refuse);
  }

  /** A loop that has ended has nobody left who waits. */
  private static void run(EventLoop loop, Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // The proxy has stopped, and with it everything in this queue.
      return;
    }
  }
}
