package io.mainstay.proxy;

import java.time.Duration;
import java.util.Objects;

/**
 * How many unused connections to a server are kept, and which. Each ends with {@link
 * BackendTimeouts#idle()} in any case, and an event loop keeps no more than {@link
 * ProxyLimits#maxIdlePerServer()}.
 *
 * @param maxConn the most unused connections on all event loops together; 0 keeps none, -1, the
 *     default, has no bound of its own. Event loops that add one at the same moment may exceed it
 * @param lowConn as many as this are left alone by the purge; 0 by default
 * @param purgeDelay how often half of the connections that nobody needed since the last time are
 *     closed, the oldest first; 0 never; 5 s by default
 * @param maxReuse how many requests a connection may have after its first; -1, the default, is any
 *     number
 * @param maxAge how long after it was opened a connection gets no more requests, so that servers
 *     behind a balancer or a name of their own get their share anew; 0, the default, is any age
 */
public record PoolPolicy(
    int maxConn, int lowConn, Duration purgeDelay, int maxReuse, Duration maxAge) {
  private static final PoolPolicy DEFAULTS =
      new PoolPolicy(-1, 0, Duration.ofSeconds(5), -1, Duration.ZERO);

  /** Refuses numbers out of range. */
  public PoolPolicy {
    Objects.requireNonNull(purgeDelay, "purgeDelay");
    Objects.requireNonNull(maxAge, "maxAge");
    if (maxConn < -1
        || maxReuse < -1
        || lowConn < 0
        || purgeDelay.isNegative()
        || maxAge.isNegative()) {
      throw new IllegalArgumentException("pool: only maxConn and maxReuse may be -1");
    }
    if (maxConn >= 0 && lowConn > maxConn) {
      throw new IllegalArgumentException(
          "pool-low-conn " + lowConn + " is more than pool-max-conn " + maxConn);
    }
  }

  /** The defaults above. */
  public static PoolPolicy defaults() {
    return DEFAULTS;
  }

  /** The same with another bound of unused connections. */
  public PoolPolicy withMaxConn(int other) {
    return new PoolPolicy(other, lowConn, purgeDelay, maxReuse, maxAge);
  }

  /** The same with another number that the purge leaves. */
  public PoolPolicy withLowConn(int other) {
    return new PoolPolicy(maxConn, other, purgeDelay, maxReuse, maxAge);
  }

  /** The same with another time between purges. */
  public PoolPolicy withPurgeDelay(Duration other) {
    return new PoolPolicy(maxConn, lowConn, other, maxReuse, maxAge);
  }

  /** The same with another number of requests. */
  public PoolPolicy withMaxReuse(int other) {
    return new PoolPolicy(maxConn, lowConn, purgeDelay, other, maxAge);
  }

  /** The same with another age. */
  public PoolPolicy withMaxAge(Duration other) {
    return new PoolPolicy(maxConn, lowConn, purgeDelay, maxReuse, other);
  }
}
