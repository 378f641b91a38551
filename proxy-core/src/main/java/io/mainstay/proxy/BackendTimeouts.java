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
 */
public record BackendTimeouts(Duration connect, Duration server, Duration idle) {
  private static final BackendTimeouts DEFAULTS =
      new BackendTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(50), Duration.ofSeconds(4));

  /** Refuses timeouts that are not positive. */
  public BackendTimeouts {
    Names.requirePositive("connect", connect);
    Names.requirePositive("server", server);
    Names.requirePositive("idle", idle);
  }

  /** The defaults above. */
  public static BackendTimeouts defaults() {
    return DEFAULTS;
  }

  /** The same with another connect timeout. */
  public BackendTimeouts withConnect(Duration timeout) {
    return new BackendTimeouts(timeout, server, idle);
  }

  /** The same with another server timeout. */
  public BackendTimeouts withServer(Duration timeout) {
    return new BackendTimeouts(connect, timeout, idle);
  }

  /** The same with another idle timeout. */
  public BackendTimeouts withIdle(Duration timeout) {
    return new BackendTimeouts(connect, server, timeout);
  }
}
