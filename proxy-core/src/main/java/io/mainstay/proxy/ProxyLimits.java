package io.mainstay.proxy;

import io.mainstay.proxy.http1.HttpLimits;
import java.util.Objects;

/**
 * What bounds a proxy.
 *
 * @param http bounds of one message
 * @param maxConnections client connections at a time, all frontends together; a connection beyond
 *     it is closed at once; 20000 by default
 * @param maxIdlePerServer unused connections that one event loop keeps to one server; 128 by
 *     default
 * @param receiveBufferBytes size of an event loop's receive buffer, which all its connections
 *     share; 256 KiB by default
 */
public record ProxyLimits(
    HttpLimits http, int maxConnections, int maxIdlePerServer, int receiveBufferBytes) {
  private static final ProxyLimits DEFAULTS =
      new ProxyLimits(HttpLimits.defaults(), 20_000, 128, 256 * 1024);

  /** Refuses bounds with which nothing could be served. */
  public ProxyLimits {
    Objects.requireNonNull(http, "http");
    if (maxConnections < 1 || maxIdlePerServer < 0 || receiveBufferBytes < 4096) {
      throw new IllegalArgumentException("proxy limits are too small to serve any request");
    }
  }

  /** The defaults above. */
  public static ProxyLimits defaults() {
    return DEFAULTS;
  }

  /** The same with other message bounds. */
  public ProxyLimits withHttp(HttpLimits other) {
    return new ProxyLimits(other, maxConnections, maxIdlePerServer, receiveBufferBytes);
  }

  /** The same with another connection bound. */
  public ProxyLimits withMaxConnections(int other) {
    return new ProxyLimits(http, other, maxIdlePerServer, receiveBufferBytes);
  }
}
