package io.mainstay.proxy.netty;

import io.mainstay.proxy.Server;
import io.mainstay.proxy.stats.Activity;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Traffic;
import org.jspecify.annotations.Nullable;

/** One server as one event loop sees it: its unused connections, newest first, and its counts. */
final class ServerLoop {
  final Server server;
  final BackendLoop backend;
  final Counters<Traffic> counters = new Counters<>(Traffic.class);
  final Activity activity = new Activity();

  private final int maxIdle;
  private @Nullable BackConnection newest;
  private int idle;

  ServerLoop(Server server, BackendLoop backend, int maxIdle) {
    this.server = server;
    this.backend = backend;
    this.maxIdle = maxIdle;
  }

  /** Takes the connection that was used last: the others may grow old and go. */
  @Nullable BackConnection take() {
    BackConnection connection = newest;
    if (connection != null) {
      remove(connection);
    }
    return connection;
  }

  /** Keeps a connection for later; false when there are enough. */
  boolean keep(BackConnection connection) {
    if (idle >= maxIdle) {
      return false;
    }
    connection.olderIdle = newest;
    if (newest != null) {
      newest.newerIdle = connection;
    }
    newest = connection;
    idle++;
    counters.increment(Traffic.IDLE_NOW);
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
    }
    connection.newerIdle = null;
    connection.olderIdle = null;
    idle--;
    counters.add(Traffic.IDLE_NOW, -1);
  }

  void closeIdle() {
    for (BackConnection connection = take(); connection != null; connection = take()) {
      connection.retire();
    }
  }

  BackConnection connect(Exchange exchange) {
    BackConnection connection = new BackConnection(this, exchange);
    connection.connect();
    return connection;
  }
}
