package io.mainstay.proxy.netty;

import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.balance.Lineup;
import io.mainstay.proxy.balance.Load;
import io.mainstay.proxy.balance.Round;
import io.mainstay.proxy.balance.RoundRobin;
import io.mainstay.proxy.stats.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a backend has at a moment, who of them takes part and who is leaving: what one
 * request is decided by, from who gets it to whether a slot is taken, and what the status says.
 * Immutable but for what the servers count.
 */
final class Roster implements RoundRobin.Taker {
  private static final int[] NOBODY = {};

  final Lineup lineup;

  private final BackendState state;

  /** By their seats. */
  private final @Nullable SharedServer[] servers;

  private final List<Departure> leaving;

  Roster(BackendState state, Lineup lineup, @Nullable SharedServer[] servers) {
    this(state, lineup, servers, List.of());
  }

  private Roster(
      BackendState state,
      Lineup lineup,
      @Nullable SharedServer[] servers,
      List<Departure> leaving) {
    this.state = state;
    this.lineup = lineup;
    this.servers = servers;
    this.leaving = leaving;
  }

  // Who gets a request

  /**
   * The server that gets a new request; null when there is none, or when the request has to wait.
   * It has one of the server's slots then, if {@link #counts} says so.
   */
  @Nullable SharedServer next(int lot) {
    return next(lot, NOBODY, 0);
  }

  /** The same among those in none of the first {@code count} seats of {@code tried}. */
  @Nullable SharedServer next(int lot, int[] tried, int count) {
    // Whoever waits is first.
    return lineup.limited() && state.queue.someoneWaits() ? null : pick(lot, tried, count);
  }

  /** Whether a request that got none could wait for one that is none of those tried. */
  boolean full(int[] tried, int count) {
    for (int seat = 0; seat < lineup.size(); seat++) {
      if (lineup.takes(seat) && !RoundRobin.contains(tried, count, seat)) {
        return true;
      }
    }
    return false;
  }

  /** Whether requests of a server take slots. */
  boolean counts(SharedServer server) {
    return lineup.limit(server.seat) > 0;
  }

  /** For whoever has waited longest, and avoids some servers: the slot is taken in any case. */
  @Nullable SharedServer nextWaiting(int lot, List<SharedServer> avoided) {
    int[] seats = seats(avoided);
    SharedServer server = pick(lot, seats, seats.length);
    if (server != null && !counts(server)) {
      server.slots.acquireAnyway();
    }
    return server;
  }

  private @Nullable SharedServer pick(int lot, int[] tried, int count) {
    Round round = lineup.round();
    int seat =
        switch (state.backend.balance()) {
          case ROUND_ROBIN -> RoundRobin.NONE;
          case LEAST_CONN -> leastBusy(tried, count);
          case RANDOM -> lessBusy(round.draw(lot), round.draw(lot >>> Short.SIZE));
        };
    boolean chosen =
        seat != RoundRobin.NONE && !RoundRobin.contains(tried, count, seat) && take(seat);
    int taken = chosen ? seat : state.turns.next(round, this, tried, count);
    return taken == RoundRobin.NONE ? null : servers[taken];
  }

  private int leastBusy(int[] tried, int count) {
    int first = state.turns.next(lineup.round());
    int best = RoundRobin.NONE;
    for (int i = 0; i < lineup.size() && first != RoundRobin.NONE; i++) {
      int other = (first + i) % lineup.size();
      if (lineup.takes(other) && hasRoom(other) && !RoundRobin.contains(tried, count, other)) {
        best = best == RoundRobin.NONE ? other : lessBusy(best, other);
      }
    }
    return best;
  }

  private boolean hasRoom(int seat) {
    int limit = lineup.limit(seat);
    return limit == 0 || taken(seat).slots.hasRoom(limit);
  }

  private int lessBusy(int a, int b) {
    boolean second =
        a != b
            && a != RoundRobin.NONE
            && b != RoundRobin.NONE
            && Load.lessAtSecond(running(a), lineup.weight(a), running(b), lineup.weight(b));
    return second ? b : a;
  }

  private long running(int seat) {
    return taken(seat).sum(Traffic.REQUESTS_NOW);
  }

  /** For a new request: whoever waits for this server comes first. */
  @Override
  public boolean take(int seat) {
    int limit = lineup.limit(seat);
    return limit == 0 || (taken(seat).waiting() == 0 && taken(seat).slots.acquire(limit));
  }

  /** A server of the round, whose seat is taken therefore. */
  private SharedServer taken(int seat) {
    SharedServer server = servers[seat];
    if (server == null) {
      throw new IllegalStateException("seat " + seat + " is empty");
    }
    return server;
  }

  /**
   * Whose own line a request may wait in that avoids some servers, the shortest that is below its
   * bound; null for the common one.
   */
  @Nullable SharedServer shortestLine(List<SharedServer> avoided) {
    SharedServer best = null;
    for (SharedServer server : servers) {
      if (server != null
          && lineup.takes(server.seat)
          && !avoided.contains(server)
          && server.waiting() < server.server.maxQueue()
          && (best == null || server.waiting() < best.waiting())) {
        best = server;
      }
    }
    return best;
  }

  /** Whether a server gets requests. */
  boolean takes(SharedServer server) {
    return has(server) && lineup.takes(server.seat);
  }

  /** Takes a slot of a server, for whoever has waited longest, if there is one. */
  boolean acquire(SharedServer server) {
    int limit = lineup.limit(server.seat);
    return server.slots.acquire(limit == 0 ? Integer.MAX_VALUE : limit);
  }

  /** Whether any server gets requests. */
  boolean anyTakes() {
    return full(NOBODY, 0);
  }

  /** Whether any server gets requests that is none of {@code avoided}. */
  boolean anyTakes(List<SharedServer> avoided) {
    int[] seats = seats(avoided);
    return full(seats, seats.length);
  }

  /** The seats of servers, or {@link RoundRobin#NONE} for those that have left. */
  private int[] seats(List<SharedServer> some) {
    if (some.isEmpty()) {
      return NOBODY;
    }
    int[] seats = new int[some.size()];
    for (int i = 0; i < seats.length; i++) {
      seats[i] = has(some.get(i)) ? some.get(i).seat : RoundRobin.NONE;
    }
    return seats;
  }

  /** Whether unused connections to a server may be of use. */
  boolean keeps(SharedServer server) {
    return has(server) && lineup.keeps(server.seat);
  }

  boolean has(SharedServer server) {
    return server.seat < servers.length && servers[server.seat] == server;
  }

  // Who there is

  /** All, in the order of their seats. */
  List<SharedServer> servers() {
    List<SharedServer> all = new ArrayList<>();
    for (SharedServer server : servers) {
      if (server != null) {
        all.add(server);
      }
    }
    return all;
  }

  @Nullable SharedServer find(String name) {
    for (SharedServer server : servers) {
      if (server != null && server.server.name().equals(name)) {
        return server;
      }
    }
    return null;
  }

  /** The same with others taking part; this one when the lineup is this one's. */
  Roster with(Lineup other) {
    return other == lineup ? this : new Roster(state, other, servers, leaving);
  }

  /**
   * The same with one more server, in the first seat that is empty.
   *
   * @param made makes it for that seat
   */
  Roster withServer(
      Server server, ServerState serverState, IntFunction<SharedServer> made, long nowNanos) {
    int seat = 0;
    while (seat < servers.length && servers[seat] != null) {
      seat++;
    }
    @Nullable SharedServer[] more = Arrays.copyOf(servers, Math.max(servers.length, seat + 1));
    more[seat] = made.apply(seat);
    return new Roster(state, lineup.withServer(seat, server, serverState, nowNanos), more, leaving);
  }

  /** The same without a server, which is {@link #leaving()} from then on. */
  Roster without(SharedServer server, long nowNanos) {
    @Nullable SharedServer[] fewer = servers.clone();
    fewer[server.seat] = null;
    List<Departure> more = new ArrayList<>(leaving);
    more.add(Departure.of(server, lineup, nowNanos));
    return new Roster(state, lineup.without(server.seat, nowNanos), fewer, List.copyOf(more));
  }

  /** The same without those that left and have nothing any more; this one when there are none. */
  Roster withoutQuiet() {
    List<Departure> busy = leaving.stream().filter(gone -> !gone.server.quiet()).toList();
    return busy.size() == leaving.size() ? this : new Roster(state, lineup, servers, busy);
  }

  /** Those that were removed, until they have nothing left. */
  List<Departure> leaving() {
    return leaving;
  }

  /**
   * A server that was removed.
   *
   * @param last how it stood, and that it gets nothing new
   */
  record Departure(SharedServer server, Lineup last) {
    static Departure of(SharedServer server, Lineup lineup, long nowNanos) {
      int seat = server.seat;
      return new Departure(
          server,
          lineup
              .withAdmin(seat, ServerAdmin.DRAIN, nowNanos)
              .withShare(seat, 0, lineup.wholeLimit(seat), nowNanos));
    }
  }
}
