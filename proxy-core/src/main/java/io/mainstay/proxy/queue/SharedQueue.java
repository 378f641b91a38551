package io.mainstay.proxy.queue;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The queue of one backend for all event loops. One of them owns it; the others write to its
 * mailbox and are answered in theirs, so nobody ever holds a lock.
 *
 * <p>No wake-up is lost: who joins counts itself before the owner looks for a free slot, and who
 * gives a slot back does so before it looks whether anybody is counted. Whichever comes second sees
 * the other.
 *
 * @param <P> what waits
 */
public final class SharedQueue<P extends Place> {
  /** Where those that waited hear of it. Called by the owner. */
  public interface Exit<P> {
    /** It has a slot of {@code server}. */
    void admitted(P place, int server);

    /** No server is left. */
    void refused(P place);
  }

  private final Executor owner;
  private final RequestQueue<P> queue;
  private final Exit<P> exit;
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
   * @param owner the mailbox of whoever owns it: one thread, which runs what it gets in order
   * @param count how many servers there are
   * @param limit the most places for whoever waits for any server; 0 for any number
   */
  public SharedQueue(
      Executor owner, RequestQueue.Servers servers, Exit<P> exit, int count, int limit) {
    this.owner = owner;
    this.exit = exit;
    this.limit = limit;
    this.queue = new RequestQueue<>(servers, count, new Counting());
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
  public boolean someoneWaits() {
    return waiting(RequestQueue.ANY).get() > 0;
  }

  /** How many wait for this server, or for any. */
  public int waitingFor(int server) {
    return waiting(server).get();
  }

  /** How many wait in all. */
  public int current() {
    int sum = 0;
    for (SharedCount count : waiting) {
      sum += count.get();
    }
    return sum;
  }

  /** The most that waited for this server at a time. */
  public int mostFor(int server) {
    return most[server].get();
  }

  /** The most that waited at a time. */
  public int mostInAll() {
    return mostInAll.get();
  }

  /**
   * Reserves a place; whoever has one joins.
   *
   * @param most how many may wait there; 0 for any number
   */
  public boolean reserve(int server, int most) {
    // Never more than is meant even for a moment: whoever is counted keeps others from the server.
    return waiting(server).incrementUpTo(most == 0 ? Integer.MAX_VALUE : most);
  }

  /** Reserves a place among those that wait for any server. */
  public boolean reserve() {
    return reserve(RequestQueue.ANY, limit);
  }

  /** Takes the place that was reserved in this server's line, or in that for any. */
  public void join(P place, int server) {
    run(
        owner,
        () -> {
          queue.join(place, server);
          remember();
        });
  }

  /** Gives a place up. */
  public void leave(P place) {
    run(
        owner,
        () -> {
          int line = queue.waitsFor(place);
          if (queue.leave(place)) {
            waiting(line).decrement();
          }
        });
  }

  /** A server has a free slot, or may have. */
  public void freed(int server) {
    if (waitingFor(server) > 0 || someoneWaits()) {
      run(owner, freed[server]);
    }
  }

  /** Servers came or went. */
  public void changed() {
    if (current() > 0) {
      run(owner, changed);
    }
  }

  /** Has a loop run a task; one that has ended has nobody left who waits. */
  public static void run(Executor loop, Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // The proxy has stopped, and with it everything in this queue.
      return;
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

  /** Whoever is let out is not counted any more. */
  private final class Counting implements RequestQueue.Door<P> {
    @Override
    public void admit(P place, int server, int waitedFor) {
      waiting(waitedFor).decrement();
      exit.admitted(place, server);
    }

    @Override
    public void moved(int from, int count) {
      waiting(RequestQueue.ANY).add(count);
      waiting(from).add(-count);
    }

    @Override
    public void refuse(P place, int waitedFor) {
      waiting(waitedFor).decrement();
      exit.refused(place);
    }
  }
}
