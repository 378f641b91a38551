package io.mainstay.benchmarks.chaos;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A server that dies and comes back on the same port. Up and down from one thread. */
final class ChaosServer {
  /**
   * Where servers listen: connections to them come from 127.0.0.1, so none can take a dead server's
   * port before it is back.
   */
  static final String HOST = "127.0.0.2";

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final String name;
  private final Place place;
  private final int port;
  private final Journal journal;
  private final Executor threads;
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ServerSocket listener;
  private long downNanos;

  ChaosServer(String name, Place place, int port, Journal journal, Executor threads) {
    this.name = name;
    this.place = place;
    this.port = port;
    this.journal = journal;
    this.threads = threads;
  }

  String name() {
    return name;
  }

  Place place() {
    return place;
  }

  int port() {
    return port;
  }

  boolean isUp() {
    return listener != null;
  }

  /** Listens. */
  void up() throws IOException {
    ServerSocket socket = listener();
    if (downNanos != 0) {
      journal.away(name, downNanos, System.nanoTime());
    }
    listener = socket;
    threads.execute(() -> accept(socket));
  }

  /** Waits for its port, which another program of this host may have for a moment. */
  private ServerSocket listener() throws IOException {
    long endNanos = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(HOST, port), place.backlog());
        return socket;
      } catch (BindException taken) {
        socket.close();
        if (System.nanoTime() - endNanos >= 0) {
          throw new IOException(name + " cannot listen on " + HOST + ":" + port, taken);
        }
        LockSupport.parkNanos(PATIENCE_NANOS / 100);
      }
    }
  }

  /**
   * Dies with all its connections.
   *
   * @param resets whether clients learn that by a reset, as when a machine comes back that knows of
   *     nothing; else as when a process ends
   */
  void down(boolean resets) throws IOException {
    ServerSocket socket = listener;
    if (socket != null) {
      downNanos = System.nanoTime();
      listener = null;
      socket.close();
      connections.forEach(connection -> connection.kill(resets));
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket accepted = socket.accept();
        accepted.setTcpNoDelay(true);
        ServerConnection connection = new ServerConnection(name, place, accepted, journal);
        connections.add(connection);
        if (listener == socket) {
          threads.execute(() -> serve(connection));
        } else {
          connections.remove(connection);
          connection.kill(true);
        }
        LockSupport.parkNanos(place.acceptNanos());
      }
    } catch (IOException closed) {
      // It is down.
    }
  }

  private void serve(ServerConnection connection) {
    try {
      connection.run();
    } finally {
      connections.remove(connection);
    }
  }

  /** Connections that it has. */
  int connections() {
    return connections.size();
  }
}
