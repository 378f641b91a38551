package io.mainstay.proxy.balance;

import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Backups;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.ServerState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who of a backend's servers takes part at a moment, with what weight and what limit. Each has a
 * seat for as long as it belongs to the backend; a seat that nobody has is empty until somebody
 * comes. Immutable: every change makes another one, and whoever looks at one sees all of a change
 * or nothing of it.
 */
public final class Lineup {
  private final Backups backups;
  private final @Nullable Standing[] standings;
  private final boolean[] taking;
  private final int[] weights;
  private final int[] limits;
  private final int[] shares;
  private final Uptime uptime;
  private final boolean starting;
  private final boolean limited;
  private final Round round;

  /**
   * How one server stands.
   *
   * @param weight its share of the turns
   * @param maxConn the most requests that it may have at a time; 0 for any number
   * @param starting whether it has only a share of its weight and limit yet
   * @param cameNanos since when, if so
   * @param uptime what its checks made of it
   */
  private record Standing(
      Server server,
      ServerState state,
      ServerAdmin admin,
      int weight,
      int maxConn,
      boolean starting,
      long cameNanos,
      Uptime uptime) {
    /** As configured, and never down before. */
    static Standing of(Server server, ServerState state, long nowNanos) {
      return new Standing(
          server,
          state,
          server.admin(),
          server.weight(),
          server.maxConn(),
          false,
          0,
          Uptime.startingAt(state != ServerState.DOWN, nowNanos));
    }

    Standing withState(ServerState other, long nowNanos) {
      Uptime seen = uptime.seen(other != ServerState.DOWN, nowNanos);
      return new Standing(server, other, admin, weight, maxConn, starting, cameNanos, seen);
    }

    Standing withAdmin(ServerAdmin other) {
      return new Standing(server, state, other, weight, maxConn, starting, cameNanos, uptime);
    }

    Standing withShare(int otherWeight, int otherMaxConn) {
      return new Standing(
          server, state, admin, otherWeight, otherMaxConn, starting, cameNanos, uptime);
    }

    /** It begins to take part: slowly, if it is to. */
    Standing comesAt(long nowNanos) {
      return server.slowStart().isZero() ? this : withStart(true, nowNanos);
    }

    Standing started() {
      return starting ? withStart(false, cameNanos) : this;
    }

    private Standing withStart(boolean slowly, long nowNanos) {
      return new Standing(server, state, admin, weight, maxConn, slowly, nowNanos, uptime);
    }

    int share(long nowNanos) {
      return starting
          ? SlowStart.share(nowNanos - cameNanos, server.slowStart().toNanos())
          : SlowStart.ALL;
    }

    boolean ready() {
      return state == ServerState.UP && admin == ServerAdmin.READY && weight > 0;
    }
  }

  private Lineup(
      Backups backups, @Nullable Standing[] standings, @Nullable Uptime before, long nowNanos) {
    int count = standings.length;
    this.shares = new int[count];
    boolean anyStarting = false;
    for (int i = 0; i < count; i++) {
      Standing standing = standings[i];
      if (standing != null) {
        shares[i] = standing.share(nowNanos);
        standings[i] = shares[i] == SlowStart.ALL ? standing.started() : standing;
        anyStarting |= shares[i] != SlowStart.ALL;
      }
    }
    this.backups = backups;
    this.standings = standings;
    this.starting = anyStarting;
    this.weights = new int[count];
    this.limits = new int[count];
    boolean anyLimited = false;
    for (int i = 0; i < count; i++) {
      Standing standing = standings[i];
      if (standing != null) {
        // With nobody starting, the weights as they are: thousandths make long rounds.
        weights[i] = anyStarting ? standing.weight * shares[i] : standing.weight;
        limits[i] = SlowStart.of(standing.maxConn, shares[i]);
        anyLimited |= standing.maxConn > 0;
      }
    }
    this.limited = anyLimited;
    this.taking = taking(backups, standings);
    this.round = Round.of(weights, taking);
    boolean up = anyOf(taking);
    this.uptime = before == null ? Uptime.startingAt(up, nowNanos) : before.seen(up, nowNanos);
  }

  private static boolean[] taking(Backups backups, @Nullable Standing[] standings) {
    boolean[] now = new boolean[standings.length];
    boolean active = false;
    for (int i = 0; i < now.length; i++) {
      Standing standing = standings[i];
      now[i] = standing != null && standing.ready() && standing.server.role() == ServerRole.ACTIVE;
      active |= now[i];
    }
    for (int i = 0; i < now.length && !active; i++) {
      Standing standing = standings[i];
      now[i] = standing != null && standing.ready();
      active = now[i] && backups == Backups.FIRST;
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

  /**
   * All servers up, and as the configuration has them, in seats of the same order, at {@code
   * nowNanos}.
   */
  public static Lineup of(Backend backend, long nowNanos) {
    Standing[] standings =
        backend.servers().stream()
            .map(server -> Standing.of(server, ServerState.UP, nowNanos))
            .toArray(Standing[]::new);
    return new Lineup(backend.backups(), standings, null, nowNanos);
  }

  /** The same after a server's checks said something; this one when that is nothing new. */
  public Lineup withState(int seat, ServerState state, long nowNanos) {
    Standing before = standing(seat);
    if (before.state == state) {
      return this;
    }
    Standing now = before.withState(state, nowNanos);
    boolean back = state == ServerState.UP && before.state == ServerState.DOWN;
    return with(seat, back ? now.comesAt(nowNanos) : now, nowNanos);
  }

  /** The same after an operator said something of a server; this one when that is nothing new. */
  public Lineup withAdmin(int seat, ServerAdmin admin, long nowNanos) {
    Standing before = standing(seat);
    if (before.admin == admin) {
      return this;
    }
    Standing now = before.withAdmin(admin);
    boolean back = before.admin == ServerAdmin.MAINT && admin == ServerAdmin.READY;
    return with(seat, back ? now.comesAt(nowNanos) : now, nowNanos);
  }

  /**
   * The same with another weight and limit of a server than configured; this one when that is
   * nothing new.
   *
   * @param weight 0 to 256; 0 takes no new requests
   * @param maxConn the most requests at a time; 0 for any number
   */
  public Lineup withShare(int seat, int weight, int maxConn, long nowNanos) {
    Standing before = standing(seat);
    return before.weight == weight && before.maxConn == maxConn
        ? this
        : with(seat, before.withShare(weight, maxConn), nowNanos);
  }

  /**
   * The same with another server in an empty seat, or in one behind the last. Its uptime begins
   * now.
   */
  public Lineup withServer(int seat, Server server, ServerState state, long nowNanos) {
    if (seat < standings.length && standings[seat] != null) {
      throw new IllegalArgumentException("seat " + seat + " is taken");
    }
    return with(seat, Standing.of(server, state, nowNanos).comesAt(nowNanos), nowNanos);
  }

  /** The same without a server: its seat is empty. */
  public Lineup without(int seat, long nowNanos) {
    return with(seat, null, nowNanos);
  }

  private Lineup with(int seat, @Nullable Standing changed, long nowNanos) {
    @Nullable Standing[] others = Arrays.copyOf(standings, Math.max(standings.length, seat + 1));
    others[seat] = changed;
    return new Lineup(backups, others, uptime, nowNanos);
  }

  /** The same with what is due to those that start slowly; this one when nobody does. */
  public Lineup warmer(long nowNanos) {
    return starting ? new Lineup(backups, standings.clone(), uptime, nowNanos) : this;
  }

  private Standing standing(int seat) {
    Standing standing = standings[seat];
    if (standing == null) {
      throw new IllegalArgumentException("seat " + seat + " is empty");
    }
    return standing;
  }

  /** The turns of those that take part. */
  public Round round() {
    return round;
  }

  /** How many seats there are, taken or empty. */
  public int size() {
    return taking.length;
  }

  /** Whether any server has a limit. */
  public boolean limited() {
    return limited;
  }

  /** Whether the server of a seat gets requests; an empty seat does not. */
  public boolean takes(int seat) {
    return taking[seat];
  }

  /** Whether unused connections to a server may be of use. */
  public boolean keeps(int seat) {
    Standing standing = standings[seat];
    return standing != null
        && standing.state != ServerState.DOWN
        && standing.admin != ServerAdmin.MAINT;
  }

  /** A server's weight for now; only good to be compared with those of the others. */
  public int weight(int seat) {
    return weights[seat];
  }

  /** The most requests that a server may have at a time for now; 0 for any number. */
  public int limit(int seat) {
    return limits[seat];
  }

  /** A server's weight once it has started, as configured or as told since. */
  public int wholeWeight(int seat) {
    return standing(seat).weight;
  }

  /** A server's limit once it has started, as configured or as told since. */
  public int wholeLimit(int seat) {
    return standing(seat).maxConn;
  }

  /** What a server has of its own weight for now. */
  public int currentWeight(int seat) {
    return SlowStart.of(standing(seat).weight, shares[seat]);
  }

  /** What a server has of its weight and limit for now, in thousandths. */
  public int share(int seat) {
    return shares[seat];
  }

  /** Since when any server takes requests, or none. */
  public Uptime uptime() {
    return uptime;
  }

  /** What a server's checks made of it. */
  public Uptime uptime(int seat) {
    return standing(seat).uptime;
  }

  /** What a server's checks said last. */
  public ServerState state(int seat) {
    return standing(seat).state;
  }

  /** What an operator said last of a server. */
  public ServerAdmin admin(int seat) {
    return standing(seat).admin;
  }
}
