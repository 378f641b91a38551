package io.mainstay.proxy;

import java.time.Duration;

/**
 * How long a backend waits for its servers.
 *
 * @param connect longest time for a connection to open; then the next server is tried, and 504 is
 *     the answer when there is none left; 5 s by default
 * @param server longest time for a response's head once the request is sent (504), and longest
 *     pause inside a response's body (the client's connection is closed); 50 s by default
 * @param idle how long an unused connection is kept for the next request; 4 s by default, below the
 *     5 s after which the most impatient servers close theirs
 * @param tunnel how long a tunnel (an upgraded connection or one in TCP mode) may be silent in both
 *     directions; once the client has said its last word the server has no longer than {@code
 *     server}, and once the server has, the client has no longer than the frontend's {@code
 *     client}; 1 h by default
 * @param queue longest wait for a server that is not at its limit (503); by default as long as
 *     {@code connect}
 */
public record BackendTimeouts(
    Duration connect, Duration server, Duration idle, Duration tunnel, Duration queue) {
  private static final Duration TUNNEL = Duration.ofHours(1);
  private static final BackendTimeouts DEFAULTS =
      new BackendTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(50), Duration.ofSeconds(4));

  /** Refuses timeouts that are not positive. */
  public BackendTimeouts {
    Names.requirePositive("connect", connect);
    Names.requirePositive("server", server);
    Names.requirePositive("idle", idle);
    Names.requirePositive("tunnel", tunnel);
    Names.requirePositive("queue", queue);
  }

  /** With the default tunnel and queue timeouts. */
  public BackendTimeouts(Duration connect, Duration server, Duration idle) {
    this(connect, server, idle, TUNNEL, connect);
  }

  /** The defaults above. */
  public static BackendTimeouts defaults() {
    return DEFAULTS;
  }

  /** The same with another connect timeout. */
  public BackendTimeouts withConnect(Duration timeout) {
    return new BackendTimeouts(timeout, server, idle, tunnel, queue);
  }

  /** The same with another server timeout. */
  public BackendTimeouts withServer(Duration timeout) {
    return new BackendTimeouts(connect, timeout, idle, tunnel, queue);
  }

  /** The same with another idle timeout. */
  public BackendTimeouts withIdle(Duration timeout) {
    return new BackendTimeouts(connect, server, timeout, tunnel, queue);
  }

  /** The same with another tunnel timeout. */
  public BackendTimeouts withTunnel(Duration timeout) {
    return new BackendTimeouts(connect, server, idle, timeout, queue);
  }

  /** The same with another queue timeout. */
  public BackendTimeouts withQueue(Duration timeout) {
    return new BackendTimeouts(connect, server, idle, tunnel, timeout);
  }
}
