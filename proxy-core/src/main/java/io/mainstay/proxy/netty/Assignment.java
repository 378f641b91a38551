package io.mainstay.proxy.netty;

import io.mainstay.proxy.SessionLoad;
import io.mainstay.proxy.SessionRecord;
import io.mainstay.proxy.session.Failure;
import io.mainstay.proxy.session.RetryRule.Verdict;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.stats.SessionMeter;
import io.mainstay.proxy.stats.Traffic;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session's way to a server: which it has and whose slot with it, which failed it before, and the
 * wait for one in the queue or before the same one is tried again. One of these serves a client's
 * connection, session after session.
 *
 * <p>Who asks for a server gets it at once, or null. Then either it {@link #waits} and the session
 * hears of it later, or {@link #failure} says why there is none.
 */
final class Assignment implements Ticket.Holder, Deadline.Owner {
  /** Who waits. Called on its event loop. */
  interface Session {
    /** The wait is over: this server is to be connected to. */
    void assigned(ServerLoop server);

    /** The wait was for nothing. */
    void unassigned(Failure failure);
  }

  private final Session session;
  private final FrontendLoop frontend;
  private final BackendLoop backend;
  private final SessionMeter meter;

  /** In the order in which they were tried. */
  private final ServerLoop[] tried;

  /** Before the same server is tried again. */
  private final Deadline pause = new Deadline(this);

  private @Nullable Ticket ticket;
  private Failure failure = Failure.NO_SERVER;

  /** Whose slot it has, if any. */
  private @Nullable SharedServer slot;

  /** Whose session it is, if anybody's: until it ends, or gives that server up. */
  private @Nullable ServerLoop held;

  private int tries;

  /** How many waited before it in a server's own line. */
  private int aheadAtServer;

  /** How many waited before it in the backend's line. */
  private int aheadAtBackend;

  Assignment(Session session, FrontendLoop frontend, BackendLoop backend, SessionMeter meter) {
    this.session = session;
    this.frontend = frontend;
    this.backend = backend;
    this.meter = meter;
    this.tried = new ServerLoop[backend.retry.retries() + 1];
  }

  /** A session begins. */
  void begin(long nowNanos) {
    meter.begin(nowNanos);
    tries = 0;
    aheadAtServer = 0;
    aheadAtBackend = 0;
    backend.begin(nowNanos);
  }

  /** The server for a session that has just begun. */
  @Nullable ServerLoop first() {
    Roster roster = backend.state.roster();
    SharedServer server = roster.next(backend.lot());
    if (server != null) {
      return chosen(server, roster.counts(server), meter.startNanos());
    }
    if (roster.anyTakes()) {
      queue(List.of());
    } else {
      failure = Failure.NO_SERVER;
    }
    return null;
  }

  /**
   * The server to try next.
   *
   * @param verdict what is to be done
   * @param cause how the last one failed; remains the reason when there is no other
   */
  @Nullable ServerLoop again(Verdict verdict, Failure cause) {
    failure = cause;
    return switch (verdict) {
      case GIVE_UP -> null;
      case SAME_SERVER -> tried(tried[tries - 1], System.nanoTime());
      case SAME_SERVER_LATER -> sameLater();
      case OTHER_SERVER -> other();
    };
  }

  private @Nullable ServerLoop sameLater() {
    backend.loop.wheel.set(pause, System.nanoTime() + backend.pauseNanos);
    return null;
  }

  private @Nullable ServerLoop other() {
    release();
    Roster roster = backend.state.roster();
    int[] seats = backend.seats(tried, tries, roster);
    SharedServer server = roster.next(backend.lot(), seats, tries);
    if (server != null) {
      return chosen(server, roster.counts(server), System.nanoTime());
    }
    if (roster.full(seats, tries)) {
      queue(Stream.of(tried).limit(tries).map(failed -> failed.shared).distinct().toList());
    }
    return null;
  }

  private void queue(List<SharedServer> avoided) {
    failure = Failure.QUEUE_FULL;
    Ticket place = backend.queue(this, avoided);
    ticket = place;
    if (place != null) {
      aheadAtServer = place.aheadAtServer;
      aheadAtBackend = place.aheadAtBackend;
    }
  }

  private ServerLoop chosen(SharedServer server, boolean counted, long nowNanos) {
    slot = counted ? server : null;
    meter.assigned(nowNanos);
    ServerLoop chosen = backend.server(server);
    backend.chosen(chosen);
    return tried(chosen, nowNanos);
  }

  private ServerLoop tried(ServerLoop server, long nowNanos) {
    ServerLoop failed = last();
    if (failed != null) {
      backend.retried(failed, server != failed);
    }
    if (held == null) {
      held = server;
      server.counters.increment(Traffic.SESSIONS_NOW);
    }
    tried[tries++] = server;
    server.counters.increment(Traffic.TRIES);
    server.activity.begin(server.counters.get(Traffic.SESSIONS_NOW), nowNanos);
    return server;
  }

  /** Whether the session will hear of a server, or of none. */
  boolean waits() {
    return queued() || pause.armed;
  }

  /** Whether it waits for a server to have room. */
  boolean queued() {
    return ticket != null;
  }

  /** Why there is no server. */
  Failure failure() {
    return failure;
  }

  /** How many connections it was given, repetitions included. */
  int tries() {
    return tries;
  }

  /** The server tried last, if any. */
  @Nullable ServerLoop last() {
    return tries == 0 ? null : tried[tries - 1];
  }

  /** Waits no longer; false when it did not wait. */
  boolean abandon() {
    boolean waited = waits();
    Ticket waiting = ticket;
    ticket = null;
    if (waiting != null) {
      waiting.abandon();
    }
    backend.loop.wheel.remove(pause);
    return waited;
  }

  /** The session ends: gives its slot back and counts it. */
  void end(TerminationState state) {
    meter.end(System.nanoTime());
    release();
    backend.end(last(), meter, state);
    frontend.terminations.increment(state);
  }

  private void release() {
    SharedServer counted = slot;
    if (counted != null) {
      slot = null;
      backend.state.release(counted);
    }
    ServerLoop server = held;
    if (server != null) {
      held = null;
      server.counters.add(Traffic.SESSIONS_NOW, -1);
    }
  }

  /** What the listener is told of the session, once it has ended. */
  SessionRecord record(
      RecordedClient client, TerminationState state, String requestLine, int status) {
    ServerLoop server = last();
    return new SessionRecord(
        frontend.name,
        frontend.mode,
        client.tls(),
        backend.state.backend.name(),
        server == null ? null : server.server.name(),
        client.address(),
        requestLine,
        status,
        state,
        tries,
        server != null && server != tried[0],
        meter.bytesIn(),
        meter.bytesOut(),
        meter.startNanos() - client.requestNanos(),
        client.requestNanos(),
        meter.queueNanos(),
        meter.connectNanos(),
        meter.responseNanos(),
        meter.totalNanos(),
        load(server));
  }

  private SessionLoad load(@Nullable ServerLoop server) {
    return new SessionLoad(
        backend.loop.connections.get(),
        frontend.connections(),
        backend.state.sessions(),
        server == null ? 0 : (int) server.shared.sum(Traffic.SESSIONS_NOW),
        aheadAtServer,
        aheadAtBackend);
  }

  // What ends a wait

  @Override
  public void admitted(SharedServer server) {
    ticket = null;
    session.assigned(chosen(server, true, System.nanoTime()));
  }

  @Override
  public void refused() {
    ticket = null;
    session.unassigned(Failure.NO_SERVER_LEFT);
  }

  @Override
  public void waitedTooLong() {
    ticket = null;
    session.unassigned(Failure.QUEUE_TIMEOUT);
  }

  @Override
  public void expired(long nowNanos) {
    session.assigned(tried(tried[tries - 1], nowNanos));
  }
}
