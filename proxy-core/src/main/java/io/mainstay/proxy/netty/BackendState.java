package io.mainstay.proxy.netty;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Backups;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.balance.Load;
import io.mainstay.proxy.balance.RoundRobin;
import io.mainstay.proxy.balance.SlowStart;
import io.mainstay.proxy.queue.RequestQueue;
import io.mainstay.proxy.queue.Slots;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Traffic;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One backend as all event loops see it: whose turn it is, who is up and who has room. */
final class BackendState implements RoundRobin.Taker, RequestQueue.Servers {
  /** Instead of a server: all that could be asked are at their limits. */
  static final int FULL = -2;

  private static final int[] NOBODY = {};

  final Backend backend;
  final RoundRobin turns;
  final BackendQueue queue;

  /** Whether any server has a limit. */
  private final boolean limited;

  private final Slots[] slots;

  /** What the event loops count, per server; complete before the first of them runs. */
  private final List<List<Counters<Traffic>>> counted = new ArrayList<>();

  /** Who takes part; replaced as a whole. */
  private volatile boolean[] taking;

  /** Whose unused connections are kept; replaced as a whole. */
  private volatile boolean[] keeping;

  /** What each server's weight is now, in the same unit; replaced as a whole. */
  private volatile int[] weights;

  /** When each server came back, of those that start slowly now. */
  private final long[] cameNanos;

  private final boolean[] starting;
  private volatile boolean anyStarting;

  private final ServerState[] states;
  private final ServerAdmin[] admins;

  /**
   * All servers up and idle.
   *
   * @param owner whose mailbox the queue has
   */
  BackendState(Backend backend, EventLoop owner) {
    this.backend = backend;
    this.slots =
        backend.servers().stream().map(server -> new Slots(server.maxConn())).toArray(Slots[]::new);
    this.limited = Arrays.stream(slots).anyMatch(Slots::limited);
    this.queue = new BackendQueue(owner, this, slots.length, backend.queue().limit());
    this.turns = new RoundRobin(backend.servers().stream().mapToInt(Server::weight).toArray());
    backend.servers().forEach(server -> counted.add(new ArrayList<>()));
    this.states = new ServerState[backend.servers().size()];
    Arrays.fill(states, ServerState.UP);
    this.admins = backend.servers().stream().map(Server::admin).toArray(ServerAdmin[]::new);
    this.cameNanos = new long[states.length];
    this.starting = new boolean[states.length];
    this.taking = taking();
    this.keeping = keeping();
    this.weights = backend.servers().stream().mapToInt(Server::weight).toArray();
    turns.available(taking);
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
    boolean[] current = taking;
    for (int i = 0; i < current.length; i++) {
      if (current[i] && !RoundRobin.contains(tried, count, i)) {
        return FULL;
      }
    }
    return RoundRobin.NONE;
  }

  private int pick(int lot, int[] tried, int count) {
    int server =
        switch (backend.balance()) {
          case ROUND_ROBIN -> RoundRobin.NONE;
          case LEAST_CONN -> leastBusy(tried, count);
          case RANDOM -> lessBusy(turns.draw(lot), turns.draw(lot >>> Short.SIZE));
        };
    boolean chosen =
        server != RoundRobin.NONE && !RoundRobin.contains(tried, count, server) && take(server);
    return chosen ? server : turns.next(this, tried, count);
  }

  private int leastBusy(int[] tried, int count) {
    boolean[] current = taking;
    int first = turns.next();
    int best = RoundRobin.NONE;
    for (int i = 0; i < states.length && first != RoundRobin.NONE; i++) {
      int other = (first + i) % states.length;
      if (current[other] && slots[other].hasRoom() && !RoundRobin.contains(tried, count, other)) {
        best = best == RoundRobin.NONE ? other : lessBusy(best, other);
      }
    }
    return best;
  }

  /**
   * Reserves a place in the queue: in a server's own line where least connections is to fill that
   * up to a bound, otherwise in the common one, which is the queue's {@code ANY}. Gives {@link
   * #FULL} when there is none.
   */
  int reserve() {
    if (backend.balance() == Balance.LEAST_CONN) {
      boolean[] current = taking;
      int best = RequestQueue.ANY;
      for (int i = 0; i < current.length; i++) {
        int most = backend.servers().get(i).maxQueue();
        if (current[i]
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
    return !slots[server].limited() || (queue.waitingFor(server) == 0 && slots[server].acquire());
  }

  // For the queue

  @Override
  public boolean usable(int server) {
    return taking[server];
  }

  @Override
  public boolean acquire(int server) {
    return slots[server].acquire();
  }

  @Override
  public int acquireAny() {
    int server = pick((int) System.nanoTime(), NOBODY, 0);
    return server == RoundRobin.NONE ? RequestQueue.ANY : server;
  }

  private int lessBusy(int a, int b) {
    int[] current = weights;
    boolean second =
        a != b
            && a != RoundRobin.NONE
            && b != RoundRobin.NONE
            && Load.lessAtSecond(running(a), current[a], running(b), current[b]);
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
    for (int i = 0; i < states.length; i++) {
      if (backend.servers().get(i).name().equals(server)) {
        return i;
      }
    }
    throw new IllegalArgumentException("backend " + backend.name() + " has no server " + server);
  }

  /** Returns whether that changed anything. */
  synchronized boolean state(int server, ServerState state, long nowNanos) {
    if (states[server] == state) {
      return false;
    }
    boolean back = states[server] == ServerState.DOWN && state == ServerState.UP;
    states[server] = state;
    if (back) {
      comesBack(server, nowNanos);
    }
    publish(nowNanos);
    return true;
  }

  synchronized void admin(int server, ServerAdmin admin, long nowNanos) {
    if (admins[server] == ServerAdmin.MAINT && admin == ServerAdmin.READY) {
      comesBack(server, nowNanos);
    }
    admins[server] = admin;
    publish(nowNanos);
  }

  synchronized ServerAdmin admin(int server) {
    return admins[server];
  }

  private void comesBack(int server, long nowNanos) {
    if (!backend.servers().get(server).slowStart().isZero()) {
      cameNanos[server] = nowNanos;
      starting[server] = true;
    }
  }

  /** Lets those that start slowly have as much as is due; from time to time. */
  void warmUp(long nowNanos) {
    if (anyStarting) {
      publishWarmer(nowNanos);
    }
  }

  private synchronized void publishWarmer(long nowNanos) {
    publish(nowNanos);
  }

  private void publish(long nowNanos) {
    boolean[] takingNow = taking();
    int[] weightsNow = weights(nowNanos);
    turns.available(takingNow, weightsNow);
    weights = weightsNow;
    taking = takingNow;
    keeping = keeping();
    queue.changed();
  }

  /** With nobody starting, the weights as they are: thousandths make long rounds. */
  private int[] weights(long nowNanos) {
    int[] now = new int[states.length];
    boolean any = false;
    for (int i = 0; i < now.length; i++) {
      Server server = backend.servers().get(i);
      int share = SlowStart.ALL;
      if (starting[i]) {
        share = SlowStart.share(nowNanos - cameNanos[i], server.slowStart().toNanos());
        starting[i] = share < SlowStart.ALL;
        if (server.maxConn() > 0) {
          slots[i].limit(SlowStart.of(server.maxConn(), share));
        }
      }
      any |= starting[i];
      now[i] = server.weight() * share;
    }
    anyStarting = any;
    return any ? now : backend.servers().stream().mapToInt(Server::weight).toArray();
  }

  private boolean[] taking() {
    boolean[] now = new boolean[states.length];
    boolean active = false;
    for (int i = 0; i < now.length; i++) {
      now[i] = takes(i) && backend.servers().get(i).role() == ServerRole.ACTIVE;
      active |= now[i];
    }
    for (int i = 0; i < now.length && !active; i++) {
      now[i] = takes(i);
      active = now[i] && backend.backups() == Backups.FIRST;
    }
    return now;
  }

  private boolean takes(int server) {
    return states[server] == ServerState.UP
        && admins[server] == ServerAdmin.READY
        && backend.servers().get(server).weight() > 0;
  }

  private boolean[] keeping() {
    boolean[] now = new boolean[states.length];
    for (int i = 0; i < now.length; i++) {
      now[i] = states[i] != ServerState.DOWN && admins[i] != ServerAdmin.MAINT;
    }
    return now;
  }

  /** Whether unused connections to a server may be of use. */
  boolean keeps(int server) {
    return keeping[server];
  }

  /** Unused connections to a server, on all event loops. */
  long idle(int server) {
    return sum(server, Traffic.IDLE_NOW);
  }

  synchronized ServerState state(int server) {
    return states[server];
  }
}
