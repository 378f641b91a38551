package io.mainstay.proxy.queue;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one backend for all event loops. One of them owns it; the others write to its
 * mailbox and are answered in theirs, so nobody ever holds a lock.
 *
 * <p>No wake-up is lost: who joins counts itself before the owner looks for a free slot, and who
 * gives a slot back does so before it looks whether anybody is counted. Whichever comes second sees
 * the other. So it is with servers that come and go: whoever changes them does so before it looks,
 * and a server that has gone is usable for nobody, however late they join its line.
 *
 * <p>Where a server is asked for or told, null stands for whichever is free first.
 *
 * @param <P> what waits
 * @param <S> a server with its line
 */
public final class SharedQueue<P extends Place<S>, S extends WaitingLine> {
  /** Where those that waited hear of it. Called by the owner. */
  public interface Exit<P, S> {
    /** It has a slot of {@code server}. */
    void admitted(P place, S server);

    /** No server is left. */
    void refused(P place);
  }

  private final Executor owner;
  private final RequestQueue<P, S> queue;
  private final Exit<P, S> exit;
  private final int limit;

  /** Those in all lines, or on their way. */
  private final SharedCount waiting = new SharedCount();

  private final AtomicInteger most = new AtomicInteger();
  private final Runnable changed;

  /**
   * An empty queue.
   *
   * @param owner the mailbox of whoever owns it: one thread, which runs what it gets in order
   * @param limit the most places for whoever waits for any server; 0 for any number
   */
  public SharedQueue(Executor owner, RequestQueue.Servers<S> servers, Exit<P, S> exit, int limit) {
    this.owner = owner;
    this.exit = exit;
    this.limit = limit;
    this.queue = new RequestQueue<>(servers, new Counting());
    this.changed = queue::changed;
  }

  private WaitingLine line(@Nullable S server) {
    return server == null ? queue.any() : server;
  }

  // Any thread

  /** Whether a request that comes now has others before it, whatever server it would get. */
  public boolean someoneWaits() {
    return queue.any().waiting() > 0;
  }

  /** How many wait for any server. */
  public int waitingForAny() {
    return queue.any().waiting();
  }

  /** How many wait in all. */
  public int current() {
    return waiting.get();
  }

  /** The most that waited at a time. */
  public int mostInAll() {
    return most.get();
  }

  /**
   * Reserves a place; whoever has one joins.
   *
   * @param most how many may wait there; 0 for any number
   */
  public boolean reserve(@Nullable S server, int most) {
    boolean reserved = line(server).reserve(most == 0 ? Integer.MAX_VALUE : most);
    if (reserved) {
      waiting.add(1);
    }
    return reserved;
  }

  /** Reserves a place among those that wait for any server. */
  public boolean reserve() {
    return reserve(null, limit);
  }

  /** Takes the place that was reserved in this server's line, or in that for any. */
  public void join(P place, @Nullable S server) {
    run(
        owner,
        () -> {
          queue.join(place, server);
          line(server).remember();
          most.setOpaque(Math.max(queue.length(), most.getPlain()));
        });
  }

  /** Gives a place up. */
  public void leave(P place) {
    run(
        owner,
        () -> {
          S server = queue.waitsFor(place);
          if (queue.leave(place)) {
            uncount(server);
          }
        });
  }

  private void uncount(@Nullable S server) {
    line(server).count(-1);
    waiting.decrement();
  }

  /** A server has a free slot, or may have. */
  public void freed(S server) {
    if (server.waiting() > 0 || someoneWaits()) {
      run(owner, () -> queue.freed(server));
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

  /** Whoever is let out is not counted any more. */
  private final class Counting implements RequestQueue.Door<P, S> {
    @Override
    public void admit(P place, S server, @Nullable S waitedFor) {
      uncount(waitedFor);
      exit.admitted(place, server);
    }

    @Override
    public void moved(S from, int count) {
      queue.any().count(count);
      from.count(-count);
    }

    @Override
    public void refuse(P place, @Nullable S waitedFor) {
      uncount(waitedFor);
      exit.refused(place);
    }
  }
}
