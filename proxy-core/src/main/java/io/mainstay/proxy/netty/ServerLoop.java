package io.mainstay.proxy.netty;

import io.mainstay.proxy.PoolPolicy;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.session.Failure;
import io.mainstay.proxy.session.ReuseRule;
import io.mainstay.proxy.stats.Activity;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Latencies;
import io.mainstay.proxy.stats.Traffic;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ConnectTimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One server as one event loop sees it: its unused connections, newest first, and its counts. */
final class ServerLoop implements Deadline.Owner {
  final Server server;
  final BackendLoop backend;
  final Counters<Traffic> counters = new Counters<>(Traffic.class);
  final Activity activity = new Activity();

  final SharedServer shared;
  private final PoolPolicy pool;
  private final int maxIdle;
  private final long purgeNanos;
  private final long maxAgeNanos;
  private final @Nullable TlsExit tls;
  private final Deadline purge = new Deadline(this);

  /** Of those that had to wait; null as long as nobody had to. */
  private volatile @Nullable Latencies queueTime;

  private @Nullable BackConnection newest;
  private @Nullable BackConnection oldest;
  private int idle;

  /** The fewest unused connections since the last purge: so many were needed by nobody. */
  private int surplus;

  ServerLoop(SharedServer shared, BackendLoop backend) {
    this.shared = shared;
    this.server = shared.server;
    this.tls = backend.loop.tls.exit(server.tls());
    this.backend = backend;
    this.maxIdle = backend.maxIdlePerServer;
    this.pool = server.pool();
    this.purgeNanos = pool.purgeDelay().toNanos();
    this.maxAgeNanos = pool.maxAge().toNanos();
  }

  /** A request comes that had to wait. */
  void waited(long nanos) {
    Latencies times = queueTime;
    if (times == null) {
      times = new Latencies();
      queueTime = times;
    }
    times.record(nanos);
  }

  /** Of those that had to wait; null as long as nobody had to. Any thread. */
  @Nullable Latencies queueTime() {
    return queueTime;
  }

  /**
   * Takes the connection that was used last, of those that the rule allows: the others may grow old
   * and go.
   *
   * @param own the one that the client used last, if any
   */
  @Nullable BackConnection take(ReuseRule rule, @Nullable BackConnection own) {
    BackConnection connection =
        switch (rule) {
          case ANY -> newest;
          case PROVEN -> newestProven();
          case OWN -> own != null && own.idleAt(this) ? own : null;
          case NONE -> null;
        };
    if (connection == null) {
      return null;
    }
    remove(connection);
    if (tooOld(connection)) {
      connection.retire();
      return take(rule, null);
    }
    return connection;
  }

  private @Nullable BackConnection newestProven() {
    BackConnection connection = newest;
    while (connection != null && !connection.proven()) {
      connection = connection.olderIdle;
    }
    return connection;
  }

  private boolean tooOld(BackConnection connection) {
    return maxAgeNanos > 0 && System.nanoTime() - connection.openedNanos() >= maxAgeNanos;
  }

  /** Keeps a connection for later; false when it is of no use or there are enough. */
  boolean keep(BackConnection connection) {
    if (idle >= maxIdle
        || !backend.state.roster().keeps(shared)
        || (pool.maxReuse() >= 0 && connection.requests() > pool.maxReuse())
        || (pool.maxConn() >= 0 && shared.sum(Traffic.IDLE_NOW) >= pool.maxConn())
        || tooOld(connection)) {
      return false;
    }
    connection.olderIdle = newest;
    if (newest != null) {
      newest.newerIdle = connection;
    } else {
      oldest = connection;
    }
    newest = connection;
    idle++;
    counters.increment(Traffic.IDLE_NOW);
    counters.add(Traffic.IDLE_PROVEN_NOW, connection.proven() ? 1 : 0);
    if (purgeNanos > 0 && !purge.armed) {
      surplus = 0;
      backend.loop.wheel.set(purge, System.nanoTime() + purgeNanos);
    }
    return true;
  }

  void remove(BackConnection connection) {
    BackConnection newer = connection.newerIdle;
    BackConnection older = connection.olderIdle;
    if (newer != null) {
      newer.olderIdle = older;
    } else {
      newest = older;
    }
    if (older != null) {
      older.newerIdle = newer;
    } else {
      oldest = newer;
    }
    connection.newerIdle = null;
    connection.olderIdle = null;
    idle--;
    surplus = Math.min(surplus, idle);
    counters.add(Traffic.IDLE_NOW, -1);
    counters.add(Traffic.IDLE_PROVEN_NOW, connection.proven() ? -1 : 0);
  }

  /** Closes half of what nobody needed since the last time. */
  @Override
  public void expired(long nowNanos) {
    long spare = shared.sum(Traffic.IDLE_NOW) - pool.lowConn();
    long closing = Math.min((surplus + 1) / 2, spare);
    for (BackConnection last = oldest; closing > 0 && last != null; last = oldest) {
      remove(last);
      last.retire();
      closing--;
    }
    surplus = idle;
    if (idle > 0) {
      backend.loop.wheel.set(purge, nowNanos + purgeNanos);
    }
  }

  void closeIdle() {
    for (BackConnection last = oldest; last != null; last = oldest) {
      remove(last);
      last.retire();
    }
  }

  /**
   * Opens a connection behind the events that are at hand, as an {@link Acceptor} begins one.
   *
   * @param handler gets the connection
   * @param wanted whether it still is when its turn has come
   * @param failed hears, on the event loop, why there is none
   */
  void open(ChannelHandler handler, BooleanSupplier wanted, Consumer<Failure> failed) {
    count(Traffic.CONNECT_ATTEMPTS);
    backend.loop.eventLoop.execute(
        () -> {
          if (wanted.getAsBoolean()) {
            open(handler, failed);
          }
        });
  }

  private void open(ChannelHandler handler, Consumer<Failure> failed) {
    ChannelHandler first = tls == null ? handler : behindTls(tls, handler, failed);
    ChannelFuture opening = backend.bootstrap().handler(first).connect(server.address());
    // Without a file descriptor to be had this fails at once, and on a thread of Netty's own.
    opening.addListener(
        opened -> {
          if (!opened.isSuccess()) {
            backend.state.shortage.look(server.name(), opened.cause());
            Failure failure =
                opened.cause() instanceof ConnectTimeoutException
                    ? Failure.CONNECT_TIMEOUT
                    : Failure.REFUSED;
            backend.loop.eventLoop.execute(() -> failed.accept(failure));
          }
        });
  }

  /** Counts something here and for the backend, which keeps it when the server has left. */
  void count(Traffic what) {
    counters.increment(what);
    backend.counters.increment(what);
  }

  private ChannelHandler behindTls(TlsExit exit, ChannelHandler handler, Consumer<Failure> failed) {
    String name = "server " + backend.state.backend.name() + "/" + server.name();
    long millis = backend.state.backend.timeouts().connect().toMillis();
    return exit.before(handler, backend.loop, name, server.address(), millis, failed);
  }

  /** A fault ends a connection; counted unless it is the peer's. */
  void fault(Throwable cause) {
    if (backend.loop.report(cause)) {
      count(Traffic.FAULTS);
    }
  }

  BackConnection connect(Exchange exchange) {
    BackConnection connection = new BackConnection(this, exchange);
    connection.connect();
    return connection;
  }
}
