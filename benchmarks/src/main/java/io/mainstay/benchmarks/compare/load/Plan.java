package io.mainstay.benchmarks.compare.load;

import java.net.InetSocketAddress;

/**
 * What the clients do.
 *
 * @param proxy where they connect to
 * @param dialogue what they ask
 * @param connections how many at a time
 * @param pace when they ask
 * @param requestsPerSecond all together; only for {@link Pace#FIXED_RATE}
 * @param security what they connect with
 */
public record Plan(
    InetSocketAddress proxy,
    Dialogue dialogue,
    int connections,
    Pace pace,
    double requestsPerSecond,
    Security security) {

  /** What a connection is secured with. */
  public enum Security {
    /** Nothing. */
    NONE,
    /** TLS, and a full handshake each time. */
    TLS,
    /** TLS, and the session of an earlier connection. */
    TLS_RESUMED
  }

  /** When a client asks. */
  public enum Pace {
    /** The next request follows the answer. */
    AT_ONCE,
    /** As {@link #AT_ONCE}, over a new connection every time; latency includes its opening. */
    NEW_CONNECTION,
    /** As {@link #AT_ONCE}; a request that fails is counted and the client connects anew. */
    COME_WHAT_MAY,
    /** One request, then silence. */
    ONCE,
    /**
     * At times fixed in advance, whatever the answers do; latency counts from the time at which a
     * request should have been sent, so a proxy that stalls is charged for all that wait.
     */
    FIXED_RATE
  }

  /** Without TLS. */
  public Plan(
      InetSocketAddress proxy,
      Dialogue dialogue,
      int connections,
      Pace pace,
      double requestsPerSecond) {
    this(proxy, dialogue, connections, pace, requestsPerSecond, Security.NONE);
  }

  /** As fast as the proxy answers, or as the pace says. */
  public Plan(InetSocketAddress proxy, Dialogue dialogue, int connections, Pace pace) {
    this(proxy, dialogue, connections, pace, 0);
  }
}
