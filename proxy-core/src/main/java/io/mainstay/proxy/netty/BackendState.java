package io.mainstay.proxy.netty;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerLoad;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.balance.Current;
import io.mainstay.proxy.balance.Lineup;
import io.mainstay.proxy.balance.RoundRobin;
import io.mainstay.proxy.queue.RequestQueue;
import io.mainstay.proxy.queue.SharedQueue;
import io.mainstay.proxy.stats.Traffic;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One backend as all event loops see it: whose turn it is, who is up and who has room. */
final class BackendState
    implements RequestQueue.Servers<SharedServer>, SharedQueue.Exit<Ticket, SharedServer> {
  final Backend backend;
  final SharedQueue<Ticket, SharedServer> queue;
  final RoundRobin turns = new RoundRobin();
  final LocalShortage shortage;

  /** Complete before the first of them runs. */
  private final List<BackendLoop> loops = new ArrayList<>();

  /** How many servers it has had. */
  private final AtomicInteger numbers = new AtomicInteger();

  private final Current<Roster> current;

  /**
   * All servers up and idle.
   *
   * @param owner whose mailbox the queue has
   */
  BackendState(Backend backend, EventLoop owner) {
    this.backend = backend;
    this.shortage = new LocalShortage(backend.name());
    this.queue = new SharedQueue<>(owner, this, this, backend.queue().limit());
    SharedServer[] servers = new SharedServer[backend.servers().size()];
    for (int seat = 0; seat < servers.length; seat++) {
      servers[seat] =
          new SharedServer(backend.servers().get(seat), seat, numbers.incrementAndGet(), 0);
    }
    this.current = new Current<>(new Roster(this, Lineup.of(backend, System.nanoTime()), servers));
  }

  /** An event loop is to serve this backend. Gives its number; before any of them runs. */
  int join(BackendLoop loop) {
    int number = loops.size();
    loops.add(loop);
    for (SharedServer server : roster().servers()) {
      server.loop(number, new ServerLoop(server, loop));
    }
    return number;
  }

  /** The servers now, and who of them takes part. */
  Roster roster() {
    return current.get();
  }

  /** The servers now, and of those that left only who still has requests or connections. */
  Roster tidiedRoster() {
    current.change(Roster::withoutQuiet);
    return roster();
  }

  /** Who takes part now. */
  Lineup lineup() {
    return roster().lineup;
  }

  /**
   * Takes a place in the queue: in a server's own line where least connections is to fill that up
   * to a bound, and the ticket may have that server; otherwise in the common one. False when there
   * is none.
   */
  boolean queue(Ticket ticket) {
    SharedServer own =
        backend.balance() == Balance.LEAST_CONN ? roster().shortestLine(ticket.avoided()) : null;
    if (own != null && queue.reserve(own, own.server.maxQueue())) {
      ticket.aheadAtServer = Math.max(0, own.waiting() - 1);
      queue.join(ticket, own);
      return true;
    }
    if (queue.reserve()) {
      ticket.aheadAtBackend = Math.max(0, queue.waitingForAny() - 1);
      queue.join(ticket, null);
      return true;
    }
    return false;
  }

  /** How many sessions it has now; any thread. */
  int sessions() {
    long sum = 0;
    for (int number = 0; number < loops.size(); number++) {
      sum += loops.get(number).counters.get(Traffic.REQUESTS_NOW);
    }
    return (int) sum;
  }

  /** What a server has to do now; any thread. */
  ServerLoad load(String server) {
    SharedServer of = find(roster(), server);
    return new ServerLoad(of.sum(Traffic.REQUESTS_NOW), of.waiting());
  }

  /** Gives a slot back, and whoever waits for it the word. */
  void release(SharedServer server) {
    server.slots.release();
    queue.freed(server);
  }

  // For the queue

  @Override
  public boolean anyUsable(List<SharedServer> avoided) {
    return roster().anyTakes(avoided);
  }

  @Override
  public boolean usable(SharedServer server) {
    return roster().takes(server);
  }

  @Override
  public boolean acquire(SharedServer server) {
    Roster roster = roster();
    return roster.takes(server) && roster.acquire(server);
  }

  @Override
  public @Nullable SharedServer acquireAny(List<SharedServer> avoided) {
    return roster().nextWaiting((int) System.nanoTime(), avoided);
  }

  @Override
  public void admitted(Ticket ticket, SharedServer server) {
    SharedQueue.run(ticket.loop.eventLoop, () -> ticket.admit(server));
  }

  @Override
  public void refused(Ticket ticket) {
    SharedQueue.run(ticket.loop.eventLoop, ticket::refuse);
  }

  // Control: any thread. Whoever says something of a server that is not there is refused.

  /** Returns whether that changed anything. */
  boolean state(String server, ServerState state, long nowNanos) {
    return change(server, (lineup, seat) -> lineup.withState(seat, state, nowNanos));
  }

  /** Returns whether that changed anything. */
  boolean admin(String server, ServerAdmin admin, long nowNanos) {
    return change(server, (lineup, seat) -> lineup.withAdmin(seat, admin, nowNanos));
  }

  /** Another weight and limit than configured. */
  void share(String server, int weight, int maxConn, long nowNanos) {
    change(server, (lineup, seat) -> lineup.withShare(seat, weight, maxConn, nowNanos));
  }

  /** Lets those that start slowly have as much as is due; from time to time. */
  void warmUp(long nowNanos) {
    change(roster -> roster.with(roster.lineup.warmer(nowNanos)));
  }

  private boolean change(String server, BiFunction<Lineup, Integer, Lineup> change) {
    return change(roster -> roster.with(change.apply(roster.lineup, find(roster, server).seat)));
  }

  /** Adds a server, which gets requests at once if it is up. */
  void add(Server server, ServerState state, long nowNanos) {
    change(
        roster -> {
          if (roster.find(server.name()) != null) {
            throw new IllegalArgumentException(
                "backend " + backend.name() + " has a server " + server.name() + " already");
          }
          return roster.withServer(server, state, seat -> made(server, seat), nowNanos);
        });
  }

  private SharedServer made(Server server, int seat) {
    SharedServer made = new SharedServer(server, seat, numbers.incrementAndGet(), loops.size());
    for (int number = 0; number < loops.size(); number++) {
      made.loop(number, new ServerLoop(made, loops.get(number)));
    }
    return made;
  }

  /** Removes a server: no new request for it, and whoever waits for it waits for another. */
  void remove(String server, long nowNanos) {
    SharedServer[] removed = new SharedServer[1];
    change(
        roster -> {
          removed[0] = find(roster, server);
          return roster.withoutQuiet().without(removed[0], nowNanos);
        });
    onEachLoop(
        removed[0],
        loop -> {
          loop.closeIdle();
          loop.shared.seenOff();
        });
  }

  private boolean change(UnaryOperator<Roster> change) {
    boolean changed = current.change(change);
    if (changed) {
      queue.changed();
    }
    return changed;
  }

  /** Closes the unused connections to a server. */
  void closeIdle(String server) {
    onEachLoop(find(roster(), server), ServerLoop::closeIdle);
  }

  private void onEachLoop(SharedServer server, Consumer<ServerLoop> what) {
    for (int number = 0; number < loops.size(); number++) {
      ServerLoop loop = server.loop(number);
      SharedQueue.run(loops.get(number).loop.eventLoop, () -> what.accept(loop));
    }
  }

  private SharedServer find(Roster roster, String server) {
    SharedServer found = roster.find(server);
    if (found == null) {
      throw new IllegalArgumentException("backend " + backend.name() + " has no server " + server);
    }
    return found;
  }
}
