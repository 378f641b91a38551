package io.mainstay.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One server of a backend.
 *
 * @param name unique in its backend
 * @param address where it listens; resolved
 * @param weight its share of the turns, 0 to 256; 0 takes none
 * @param maxConn the most requests that it has at a time, or sessions in TCP mode, on all event
 *     loops together; what comes beyond goes to other servers or waits. 0, the default, is no
 *     limit. Unused connections do not count
 * @param maxQueue with {@link Balance#LEAST_CONN}, how many requests may wait for this very server
 *     once all are at their limits; 0, the default, lets all wait for whichever is free first
 * @param slowStart how long its weight and its limit grow from next to nothing to all when it comes
 *     back, so that caches and compilers warm up; never at the start of the proxy; 0, the default,
 *     gives it all at once
 * @param role whether it only stands in
 * @param admin what an operator wants of it at the start; {@link Proxy#serverAdmin} changes it
 * @param pool which unused connections to it are kept
 * @param tls how TLS is spoken to it; null speaks none
 */
public record Server(
    String name,
    InetSocketAddress address,
    int weight,
    int maxConn,
    int maxQueue,
    Duration slowStart,
    ServerRole role,
    ServerAdmin admin,
    PoolPolicy pool,
    @Nullable TlsToServer tls) {
  /** The most that a server's weight can be. */
  public static final int MOST_WEIGHT = 256;

  /** Refuses an address that was not resolved, an empty name and numbers out of range. */
  public Server {
    Names.require("server", name);
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(slowStart, "slowStart");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(admin, "admin");
    Objects.requireNonNull(pool, "pool");
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("server " + name + ": cannot resolve " + address);
    }
    if (weight < 0 || weight > MOST_WEIGHT) {
      throw new IllegalArgumentException(
          "server " + name + ": weight " + weight + " is not between 0 and 256");
    }
    if (maxConn < 0 || maxQueue < 0 || slowStart.isNegative()) {
      throw new IllegalArgumentException(
          "server " + name + ": maxconn, maxqueue and slow-start must not be negative");
    }
    if (maxQueue > 0 && maxConn == 0) {
      throw new IllegalArgumentException(
          "server " + name + ": maxqueue needs maxconn, for without a limit nobody waits");
    }
  }

  /** A server that takes part, without limits. */
  public Server(String name, InetSocketAddress address, int weight) {
    this(
        name,
        address,
        weight,
        0,
        0,
        Duration.ZERO,
        ServerRole.ACTIVE,
        ServerAdmin.READY,
        PoolPolicy.defaults(),
        null);
  }

  /** The same of weight 1. */
  public static Server of(String name, InetSocketAddress address) {
    return new Server(name, address, 1);
  }

  /** The same under another name and at another address. */
  public Server at(String otherName, InetSocketAddress otherAddress) {
    return new Server(
        otherName, otherAddress, weight, maxConn, maxQueue, slowStart, role, admin, pool, tls);
  }

  /** The same with another weight. */
  public Server withWeight(int other) {
    return new Server(name, address, other, maxConn, maxQueue, slowStart, role, admin, pool, tls);
  }

  /** The same with another limit of requests at a time. */
  public Server withMaxConn(int other) {
    return new Server(name, address, weight, other, maxQueue, slowStart, role, admin, pool, tls);
  }

  /** The same with another bound for those that wait for it. */
  public Server withMaxQueue(int other) {
    return new Server(name, address, weight, maxConn, other, slowStart, role, admin, pool, tls);
  }

  /** The same with another time to warm up. */
  public Server withSlowStart(Duration other) {
    return new Server(name, address, weight, maxConn, maxQueue, other, role, admin, pool, tls);
  }

  /** The same with another role. */
  public Server withRole(ServerRole other) {
    return new Server(name, address, weight, maxConn, maxQueue, slowStart, other, admin, pool, tls);
  }

  /** The same with another state at the start. */
  public Server withAdmin(ServerAdmin other) {
    return new Server(name, address, weight, maxConn, maxQueue, slowStart, role, other, pool, tls);
  }

  /** The same with another pool. */
  public Server withPool(PoolPolicy other) {
    return new Server(name, address, weight, maxConn, maxQueue, slowStart, role, admin, other, tls);
  }

  /** The same, spoken TLS to; null for none. */
  public Server withTls(@Nullable TlsToServer other) {
    return new Server(
        name, address, weight, maxConn, maxQueue, slowStart, role, admin, pool, other);
  }
}
