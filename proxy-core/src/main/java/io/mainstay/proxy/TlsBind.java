package io.mainstay.proxy;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * An address on which clients are served over TLS.
 *
 * @param address where to listen; port 0 takes a free port
 * @param tls how their TLS is ended
 * @param name what logs call it; may be empty
 */
public record TlsBind(InetSocketAddress address, TlsTermination tls, String name) {
  /** Refuses nulls. */
  public TlsBind {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(name, "name");
  }

  /** One without a name. */
  public TlsBind(InetSocketAddress address, TlsTermination tls) {
    this(address, tls, "");
  }
}
