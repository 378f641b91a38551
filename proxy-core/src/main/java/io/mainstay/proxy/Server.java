package io.mainstay.proxy;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * One server of a backend.
 *
 * @param name unique in its backend
 * @param address where it listens; resolved
 * @param weight its share of the turns, 0 to 256; 0 takes none
 */
public record Server(String name, InetSocketAddress address, int weight) {
  /** Refuses an address that was not resolved, a weight out of range and an empty name. */
  public Server {
    Names.require("server", name);
    Objects.requireNonNull(address, "address");
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("server " + name + ": cannot resolve " + address);
    }
    if (weight < 0 || weight > 256) {
      throw new IllegalArgumentException(
          "server " + name + ": weight " + weight + " is not between 0 and 256");
    }
  }

  /** A server of weight 1. */
  public static Server of(String name, InetSocketAddress address) {
    return new Server(name, address, 1);
  }
}
