package io.mainstay.proxy.balance;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Backups;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.ServerState;
import org.jspecify.annotations.Nullable;

/**
 * Who of a backend's servers takes part at a moment, with what weight and what limit. Immutable:
 * every change makes another one, and whoever looks at one sees all of a change or nothing of it.
 */
public final class Lineup {
  private final Backend backend;
  private final Standing[] standings;
  private final boolean[] taking;
  private final int[] weights;
  private final int[] limits;
  private final int[] shares;
  private final Uptime uptime;
  private final boolean starting;
  private final Round round;

  /**
   * How one server stands.
   *
   * @param starting whether it has only a share of its weight and limit yet
   * @param cameNanos since when, if so
   * @param uptime what its checks made of it
   */
  private record Standing(
      ServerState state, ServerAdmin admin, boolean starting, long cameNanos, Uptime uptime) {
    Standing withState(ServerState other, long nowNanos) {
      Uptime seen = uptime.seen(other != ServerState.DOWN, nowNanos);
      return new Standing(other, admin, starting, cameNanos, seen);
    }

    Standing withAdmin(ServerAdmin other) {
      return new Standing(state, other, starting, cameNanos, uptime);
    }

    Standing startingAt(long nowNanos) {
      return new Standing(state, admin, true, nowNanos, uptime);
    }

    Standing started() {
      return starting ? new Standing(state, admin, false, cameNanos, uptime) : this;
    }

    boolean ready() {
      return state == ServerState.UP && admin == ServerAdmin.READY;
    }
  }

  private Lineup(Backend backend, Standing[] standings, @Nullable Uptime before, long nowNanos) {
    int count = standings.length;
    this.shares = new int[count];
    boolean anyStarting = false;
    for (int i = 0; i < count; i++) {
      shares[i] = share(standings[i], backend.servers().get(i), nowNanos);
      standings[i] = shares[i] == SlowStart.ALL ? standings[i].started() : standings[i];
      anyStarting |= standings[i].starting;
    }
    this.backend = backend;
    this.standings = standings;
    this.starting = anyStarting;
    this.weights = new int[count];
    this.limits = new int[count];
    for (int i = 0; i < count; i++) {
      Server server = backend.servers().get(i);
      // With nobody starting, the weights as they are: thousandths make long rounds.
      weights[i] = anyStarting ? server.weight() * shares[i] : server.weight();
      limits[i] = SlowStart.of(server.maxConn(), shares[i]);
    }
    this.taking = taking(backend, standings);
    this.round = Round.of(weights, taking);
    boolean up = anyOf(taking);
    this.uptime = before == null ? Uptime.startingAt(up, nowNanos) : before.seen(up, nowNanos);
  }

  private static int share(Standing standing, Server server, long nowNanos) {
    return standing.starting
        ? SlowStart.share(nowNanos - standing.cameNanos, server.slowStart().toNanos())
        : SlowStart.ALL;
  }

  private static boolean[] taking(Backend backend, Standing[] standings) {
    boolean[] now = new boolean[standings.length];
    boolean active = false;
    for (int i = 0; i < now.length; i++) {
      Server server = backend.servers().get(i);
      now[i] = standings[i].ready() && server.weight() > 0 && server.role() == ServerRole.ACTIVE;
      active |= now[i];
    }
    for (int i = 0; i < now.length && !active; i++) {
      now[i] = standings[i].ready() && backend.servers().get(i).weight() > 0;
      active = now[i] && backend.backups() == Backups.FIRST;
    }
    return now;
  }

  private static boolean anyOf(boolean[] taking) {
    for (boolean takes : taking) {
      if (takes) {
        return true;
      }
    }
    return false;
  }

  /** All servers up, and as the configuration has them, at {@code nowNanos}. */
  public static Lineup of(Backend backend, long nowNanos) {
    Uptime fresh = Uptime.startingAt(true, nowNanos);
    Standing[] standings =
        backend.servers().stream()
            .map(server -> new Standing(ServerState.UP, server.admin(), false, 0, fresh))
            .toArray(Standing[]::new);
    return new Lineup(backend, standings, null, nowNanos);
  }

  /** The same after a server's checks said something; this one when that is nothing new. */
  public Lineup withState(int server, ServerState state, long nowNanos) {
    if (standings[server].state == state) {
      return this;
    }
    Standing now = standings[server].withState(state, nowNanos);
    boolean back = state == ServerState.UP && standings[server].state == ServerState.DOWN;
    return with(server, back ? back(server, now, nowNanos) : now, nowNanos);
  }

  /** The same after an operator said something of a server; this one when that is nothing new. */
  public Lineup withAdmin(int server, ServerAdmin admin, long nowNanos) {
    ServerAdmin before = standings[server].admin;
    if (before == admin) {
      return this;
    }
    Standing now = standings[server].withAdmin(admin);
    boolean isBack = before == ServerAdmin.MAINT && admin == ServerAdmin.READY;
    return with(server, isBack ? back(server, now, nowNanos) : now, nowNanos);
  }

  private Standing back(int server, Standing now, long nowNanos) {
    return backend.servers().get(server).slowStart().isZero() ? now : now.startingAt(nowNanos);
  }

  private Lineup with(int server, Standing changed, long nowNanos) {
    Standing[] others = standings.clone();
    others[server] = changed;
    return new Lineup(backend, others, uptime, nowNanos);
  }

  /** The same with what is due to those that start slowly; this one when nobody does. */
  public Lineup warmer(long nowNanos) {
    return starting ? new Lineup(backend, standings.clone(), uptime, nowNanos) : this;
  }

  /** The turns of those that take part. */
  public Round round() {
    return round;
  }

  /** How many servers there are, whether they take part or not. */
  public int size() {
    return taking.length;
  }

  /** Whether a server gets requests. */
  public boolean takes(int server) {
    return taking[server];
  }

  /** Whether unused connections to a server may be of use. */
  public boolean keeps(int server) {
    return standings[server].state != ServerState.DOWN
        && standings[server].admin != ServerAdmin.MAINT;
  }

  /** A server's weight for now; only good to be compared with those of the others. */
  public int weight(int server) {
    return weights[server];
  }

  /** The most requests that a server may have at a time for now; 0 for any number. */
  public int limit(int server) {
    return limits[server];
  }

  /** What a server has of its own weight for now. */
  public int currentWeight(int server) {
    return SlowStart.of(backend.servers().get(server).weight(), shares[server]);
  }

  /** What a server has of its weight and limit for now, in thousandths. */
  public int share(int server) {
    return shares[server];
  }

  /** Since when any server takes requests, or none. */
  public Uptime uptime() {
    return uptime;
  }

  /** What a server's checks made of it. */
  public Uptime uptime(int server) {
    return standings[server].uptime;
  }

  /** What a server's checks said last. */
  public ServerState state(int server) {
    return standings[server].state;
  }

  /** What an operator said last of a server. */
  public ServerAdmin admin(int server) {
    return standings[server].admin;
  }
}
