package io.mainstay.proxy.netty;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.balance.CurrentLineup;
import io.mainstay.proxy.balance.Lineup;
import io.mainstay.proxy.balance.Load;
import io.mainstay.proxy.balance.Round;
import io.mainstay.proxy.balance.RoundRobin;
import io.mainstay.proxy.queue.RequestQueue;
import io.mainstay.proxy.queue.SharedQueue;
import io.mainstay.proxy.queue.Slots;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Traffic;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** One backend as all event loops see it: whose turn it is, who is up and who has room. */
final class BackendState
    implements RoundRobin.Taker, RequestQueue.Servers, SharedQueue.Exit<Ticket> {
  /** Instead of a server: all that could be asked are at their limits. */
  static final int FULL = -2;

  /** No server to be avoided. */
  static final int[] NOBODY = {};

  final Backend backend;
  final SharedQueue<Ticket> queue;
  final LocalShortage shortage;

  private final RoundRobin turns = new RoundRobin();

  /** Whether any server has a limit. */
  private final boolean limited;

  private final Slots[] slots;

  /** What the event loops count, per server; complete before the first of them runs. */
  private final List<List<Counters<Traffic>>> counted = new ArrayList<>();

  /** Who takes part. */
  private final CurrentLineup current;

  /**
   * All servers up and idle.
   *
   * @param owner whose mailbox the queue has
   */
  BackendState(Backend backend, EventLoop owner) {
    this.backend = backend;
    this.shortage = new LocalShortage(backend.name());
    this.current = new CurrentLineup(Lineup.of(backend, System.nanoTime()));
    this.slots =
        backend.servers().stream()
            .map(server -> new Slots(server.maxConn() > 0))
            .toArray(Slots[]::new);
    this.limited = Arrays.stream(slots).anyMatch(Slots::limited);
    this.queue = new SharedQueue<>(owner, this, this, slots.length, backend.queue().limit());
    backend.servers().forEach(server -> counted.add(new ArrayList<>()));
  }

  /** Lets an event loop's counters of a server count for its load. */
  void count(int server, Counters<Traffic> counters) {
    counted.get(server).add(counters);
  }

  /**
   * The server that gets a new request, which has one of its slots then; {@link RoundRobin#NONE}
   * when there is none, {@link #FULL} when the request has to wait.
   */
  int next(int lot) {
    return next(lot, NOBODY, 0);
  }

  /** The same among those that are none of the first {@code count} of {@code tried}. */
  int next(int lot, int[] tried, int count) {
    if (!limited || !queue.someoneWaits()) {
      int server = pick(lot, tried, count);
      if (server != RoundRobin.NONE || !limited) {
        return server;
      }
    }
    Lineup lineup = current.get();
    for (int i = 0; i < lineup.size(); i++) {
      if (lineup.takes(i) && !RoundRobin.contains(tried, count, i)) {
        return FULL;
      }
    }
    return RoundRobin.NONE;
  }

  private int pick(int lot, int[] tried, int count) {
    Lineup lineup = current.get();
    Round round = lineup.round();
    int server =
        switch (backend.balance()) {
          case ROUND_ROBIN -> RoundRobin.NONE;
          case LEAST_CONN -> leastBusy(lineup, tried, count);
          case RANDOM -> lessBusy(lineup, round.draw(lot), round.draw(lot >>> Short.SIZE));
        };
    boolean chosen =
        server != RoundRobin.NONE && !RoundRobin.contains(tried, count, server) && take(server);
    return chosen ? server : turns.next(round, this, tried, count);
  }

  private int leastBusy(Lineup lineup, int[] tried, int count) {
    int first = turns.next(lineup.round());
    int best = RoundRobin.NONE;
    for (int i = 0; i < lineup.size() && first != RoundRobin.NONE; i++) {
      int other = (first + i) % lineup.size();
      if (lineup.takes(other)
          && slots[other].hasRoom(lineup.limit(other))
          && !RoundRobin.contains(tried, count, other)) {
        best = best == RoundRobin.NONE ? other : lessBusy(lineup, best, other);
      }
    }
    return best;
  }

  /**
   * Reserves a place in the queue: in a server's own line where least connections is to fill that
   * up to a bound, otherwise in the common one, which is the queue's {@code ANY}. Gives {@link
   * #FULL} when there is none.
   *
   * @param avoided servers whose own line is none for it
   */
  int reserve(int[] avoided) {
    if (backend.balance() == Balance.LEAST_CONN) {
      Lineup lineup = current.get();
      int best = RequestQueue.ANY;
      for (int i = 0; i < lineup.size(); i++) {
        int most = backend.servers().get(i).maxQueue();
        if (lineup.takes(i)
            && !RoundRobin.contains(avoided, avoided.length, i)
            && queue.waitingFor(i) < most
            && (best == RequestQueue.ANY || queue.waitingFor(i) < queue.waitingFor(best))) {
          best = i;
        }
      }
      if (best != RequestQueue.ANY && queue.reserve(best, backend.servers().get(best).maxQueue())) {
        return best;
      }
    }
    return queue.reserve() ? RequestQueue.ANY : FULL;
  }

  /** Gives a slot back, and whoever waits for it the word. */
  void release(int server) {
    slots[server].release();
    if (limited) {
      queue.freed(server);
    }
  }

  /** For a new request: whoever waits for this server comes first. */
  @Override
  public boolean take(int server) {
    return !slots[server].limited() || (queue.waitingFor(server) == 0 && acquire(server));
  }

  // For the queue

  @Override
  public boolean usable(int server) {
    return current.get().takes(server);
  }

  @Override
  public boolean acquire(int server) {
    return slots[server].acquire(current.get().limit(server));
  }

  @Override
  public int acquireAny(int[] avoided) {
    int server = pick((int) System.nanoTime(), avoided, avoided.length);
    return server == RoundRobin.NONE ? RequestQueue.ANY : server;
  }

  @Override
  public void admitted(Ticket ticket, int server) {
    SharedQueue.run(ticket.loop.eventLoop, () -> ticket.admit(server));
  }

  @Override
  public void refused(Ticket ticket) {
    SharedQueue.run(ticket.loop.eventLoop, ticket::refuse);
  }

  // Who is less busy

  private int lessBusy(Lineup lineup, int a, int b) {
    boolean second =
        a != b
            && a != RoundRobin.NONE
            && b != RoundRobin.NONE
            && Load.lessAtSecond(running(a), lineup.weight(a), running(b), lineup.weight(b));
    return second ? b : a;
  }

  private long running(int server) {
    return sum(server, Traffic.REQUESTS_NOW);
  }

  private long sum(int server, Traffic what) {
    List<Counters<Traffic>> loops = counted.get(server);
    long sum = 0;
    for (int i = 0; i < loops.size(); i++) {
      sum += loops.get(i).get(what);
    }
    return sum;
  }

  int indexOf(String server) {
    for (int i = 0; i < slots.length; i++) {
      if (backend.servers().get(i).name().equals(server)) {
        return i;
      }
    }
    throw new IllegalArgumentException("backend " + backend.name() + " has no server " + server);
  }

  // Control: any thread

  /** Who takes part now. */
  Lineup lineup() {
    return current.get();
  }

  /** Returns whether that changed anything. */
  boolean state(int server, ServerState state, long nowNanos) {
    return change(lineup -> lineup.withState(server, state, nowNanos));
  }

  /** Returns whether that changed anything. */
  boolean admin(int server, ServerAdmin admin, long nowNanos) {
    return change(lineup -> lineup.withAdmin(server, admin, nowNanos));
  }

  /** Lets those that start slowly have as much as is due; from time to time. */
  void warmUp(long nowNanos) {
    change(lineup -> lineup.warmer(nowNanos));
  }

  private boolean change(UnaryOperator<Lineup> change) {
    boolean changed = current.change(change);
    if (changed) {
      queue.changed();
    }
    return changed;
  }

  // Counts

  /** Whether unused connections to a server may be of use. */
  boolean keeps(int server) {
    return current.get().keeps(server);
  }

  /** Unused connections to a server, on all event loops. */
  long idle(int server) {
    return sum(server, Traffic.IDLE_NOW);
  }

  /** The most requests that a server had at a time, on all event loops; 0 without a limit. */
  int most(int server) {
    return slots[server].most();
  }
}
