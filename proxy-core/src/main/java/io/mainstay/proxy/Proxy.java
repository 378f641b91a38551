package io.mainstay.proxy;

import io.mainstay.proxy.netty.DataPlane;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * A running HTTP/1.1 reverse proxy. Every method may be called from any thread except the proxy's
 * own, and none but {@link #start} and {@link #close} waits.
 *
 * <p>Requests are held to RFC 9110 and RFC 9112 without lenience.
 */
public final class Proxy implements AutoCloseable {
  private final DataPlane dataPlane;

  private Proxy(DataPlane dataPlane) {
    this.dataPlane = dataPlane;
  }

  /**
   * Binds every address and serves.
   *
   * @throws IOException when an address cannot be bound or the transport does not work here; then
   *     nothing stays bound
   */
  public static Proxy start(ProxyConfig config) throws IOException {
    return new Proxy(DataPlane.start(config));
  }

  /** Whether a transport works on this host; {@code AUTO} always does. */
  public static boolean supports(TransportKind transport) {
    return DataPlane.supports(transport);
  }

  /**
   * Where a frontend listens, with real ports for those that were 0.
   *
   * @throws IllegalArgumentException when there is no such frontend
   */
  public List<InetSocketAddress> localAddresses(String frontend) {
    return dataPlane.localAddresses(frontend);
  }

  /**
   * Says whether a server gets requests. Those running finish in any case.
   *
   * @throws IllegalArgumentException when there is no such server
   */
  public void serverState(String backend, String server, ServerState state) {
    dataPlane.serverState(backend, server, state);
  }

  /**
   * Says what an operator wants of a server; {@link #serverState} goes on to say how it is.
   *
   * @throws IllegalArgumentException when there is no such server
   */
  public void serverAdmin(String backend, String server, ServerAdmin admin) {
    dataPlane.serverAdmin(backend, server, admin);
  }

  /**
   * Gives a server another weight and limit than it was configured with, at once. Those running
   * finish in any case. Requests are only counted while there is a limit: with the first one of a
   * server that had none, those running do not count.
   *
   * @param weight 0 to 256; 0 takes no new requests
   * @param maxConn the most requests at a time; 0 for any number
   * @throws IllegalArgumentException when there is no such server, or for a number out of range
   */
  public void serverShare(String backend, String server, int weight, int maxConn) {
    if (weight < 0 || weight > Server.MOST_WEIGHT || maxConn < 0) {
      throw new IllegalArgumentException(
          "server " + server + ": weight " + weight + " or maxconn " + maxConn + " out of range");
    }
    dataPlane.serverShare(backend, server, weight, maxConn);
  }

  /**
   * Adds a server to a backend. It gets requests from now on if it is up and ready, and starts
   * slowly if it is to. Event loops learn of it with their next request; nothing waits.
   *
   * @param state what is known of it so far
   * @throws IllegalArgumentException when there is no such backend, or it has a server of that
   *     name, or no server of the configuration has its TLS, so that its files were not read
   */
  public void addServer(String backend, Server server, ServerState state) {
    dataPlane.addServer(backend, Objects.requireNonNull(server), Objects.requireNonNull(state));
  }

  /**
   * Removes a server from its backend. It gets no new request from now on, but for those that chose
   * it a moment before; those running finish, and their connections and the unused ones close.
   * Requests that wait for it wait for another. Until it has nothing left, {@link
   * BackendSnapshot#leaving} has it. Its name is free at once.
   *
   * @throws IllegalArgumentException when there is no such server
   */
  public void removeServer(String backend, String server) {
    dataPlane.removeServer(backend, server);
  }

  /**
   * What one server has to do now, which is less work than a {@link #snapshot} of all.
   *
   * @throws IllegalArgumentException when there is no such server
   */
  public ServerLoad load(String backend, String server) {
    return dataPlane.load(backend, server);
  }

  /**
   * Whether all sockets of a frontend still listen.
   *
   * @throws IllegalArgumentException when there is no such frontend
   */
  public boolean listening(String frontend) {
    return dataPlane.listening(frontend);
  }

  /** How late the busiest event loop is now: what waits for it waits that long. */
  public Duration eventLoopLag() {
    return dataPlane.lag();
  }

  /** Counts and states; stops no event loop. */
  public ProxySnapshot snapshot() {
    return dataPlane.snapshot();
  }

  /**
   * Stops in order: no new connections, unused ones are closed, running requests finish and their
   * connections close behind them. What still runs after {@code drain} is cut off.
   *
   * @return completes when all is closed and the threads are gone, or ten seconds after {@code
   *     drain} without those that do not end
   */
  public CompletionStage<Void> stop(Duration drain) {
    return dataPlane.stop(drain);
  }

  /**
   * Stops at once and waits for the threads to end, ten seconds at most: connections that do not
   * close and threads that a {@link SessionListener} blocks are left behind, and the log names
   * them. Does nothing the second time.
   */
  @Override
  public void close() {
    dataPlane.stop(Duration.ZERO).toCompletableFuture().join();
  }
}
