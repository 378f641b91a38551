package io.mainstay.proxy;

import io.mainstay.proxy.http1.HttpLimits;
import java.util.Objects;

/**
 * What bounds a proxy.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><th>limit</th><th>default</th><th>when it is crossed</th></tr>
 * <tr><td>http</td><td>{@link HttpLimits}</td><td>an answer of its own</td></tr>
 * <tr><td>maxConnections</td><td>20000</td><td>the new connection is closed</td></tr>
 * <tr><td>maxIdlePerServer</td><td>128</td><td>the connection to the server is closed</td></tr>
 * <tr><td>receiveBufferBytes</td><td>256 KiB</td><td>more is read later</td></tr>
 * <tr><td>maxConnectionsPerAddress</td><td>0, no bound</td><td>the new connection is closed</td></tr>
 * <tr><td>requestsPerConnection</td><td>10000</td><td>the connection ends behind the answer</td></tr>
 * <tr><td>bodyBytesPerSecond</td><td>1024</td><td>408</td></tr>
 * <tr><td>readAheadBytes</td><td>16 KiB</td><td>more is read when its turn comes</td></tr>
 * </table>
 *
 * @param http bounds of one message
 * @param maxConnections client connections at a time, all frontends together
 * @param maxIdlePerServer unused connections that one event loop keeps to one server
 * @param receiveBufferBytes size of an event loop's receive buffer, which all its connections share
 * @param maxConnectionsPerAddress connections that one client address may have at a time; clients
 *     behind one address translator count as one, so there is no bound unless it is set
 * @param requestsPerConnection requests that are answered on one connection
 * @param bodyBytesPerSecond slowest rate of a request's body, after 10 s to begin with; every byte
 *     buys a little more time, up to the frontend's client timeout; 0 switches it off
 * @param readAheadBytes what a client may send ahead of its turn (pipelining) before it is not read
 *     any more
 */
public record ProxyLimits(
    HttpLimits http,
    int maxConnections,
    int maxIdlePerServer,
    int receiveBufferBytes,
    int maxConnectionsPerAddress,
    int requestsPerConnection,
    int bodyBytesPerSecond,
    int readAheadBytes) {
  private static final ProxyLimits DEFAULTS =
      new ProxyLimits(HttpLimits.defaults(), 20_000, 128, 256 * 1024);

  /** Refuses bounds with which nothing could be served. */
  public ProxyLimits {
    Objects.requireNonNull(http, "http");
    if (maxConnections < 1
        || maxIdlePerServer < 0
        || receiveBufferBytes < 4096
        || maxConnectionsPerAddress < 0
        || requestsPerConnection < 1
        || bodyBytesPerSecond < 0
        || readAheadBytes < 1024) {
      throw new IllegalArgumentException("proxy limits are too small to serve any request");
    }
  }

  /** The other bounds have their defaults. */
  public ProxyLimits(
      HttpLimits http, int maxConnections, int maxIdlePerServer, int receiveBufferBytes) {
    this(http, maxConnections, maxIdlePerServer, receiveBufferBytes, 0, 10_000, 1024, 16 * 1024);
  }

  /** The defaults above. */
  public static ProxyLimits defaults() {
    return DEFAULTS;
  }

  /** The same with other message bounds. */
  public ProxyLimits withHttp(HttpLimits other) {
    return new ProxyLimits(
        other,
        maxConnections,
        maxIdlePerServer,
        receiveBufferBytes,
        maxConnectionsPerAddress,
        requestsPerConnection,
        bodyBytesPerSecond,
        readAheadBytes);
  }

  /** The same with another connection bound. */
  public ProxyLimits withMaxConnections(int other) {
    return new ProxyLimits(
        http,
        other,
        maxIdlePerServer,
        receiveBufferBytes,
        maxConnectionsPerAddress,
        requestsPerConnection,
        bodyBytesPerSecond,
        readAheadBytes);
  }

  /** The same with another connection bound per client address. */
  public ProxyLimits withMaxConnectionsPerAddress(int other) {
    return new ProxyLimits(
        http,
        maxConnections,
        maxIdlePerServer,
        receiveBufferBytes,
        other,
        requestsPerConnection,
        bodyBytesPerSecond,
        readAheadBytes);
  }

  /** The same with another number of requests per connection. */
  public ProxyLimits withRequestsPerConnection(int other) {
    return new ProxyLimits(
        http,
        maxConnections,
        maxIdlePerServer,
        receiveBufferBytes,
        maxConnectionsPerAddress,
        other,
        bodyBytesPerSecond,
        readAheadBytes);
  }

  /** The same with another slowest rate of bodies. */
  public ProxyLimits withBodyBytesPerSecond(int other) {
    return new ProxyLimits(
        http,
        maxConnections,
        maxIdlePerServer,
        receiveBufferBytes,
        maxConnectionsPerAddress,
        requestsPerConnection,
        other,
        readAheadBytes);
  }

  /** The same with another bound of what is read ahead. */
  public ProxyLimits withReadAheadBytes(int other) {
    return new ProxyLimits(
        http,
        maxConnections,
        maxIdlePerServer,
        receiveBufferBytes,
        maxConnectionsPerAddress,
        requestsPerConnection,
        bodyBytesPerSecond,
        other);
  }
}
