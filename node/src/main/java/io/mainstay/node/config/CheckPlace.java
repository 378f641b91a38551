package io.mainstay.node.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a server is checked when that is not where it serves.
 *
 * @param address instead of the server's own
 * @param port instead of the server's own
 */
public record CheckPlace(Optional<InetAddress> address, OptionalInt port) {
  /** Where it serves. */
  public static final CheckPlace SERVER = new CheckPlace(Optional.empty(), OptionalInt.empty());

  /** For a server at this address. */
  public InetSocketAddress of(InetSocketAddress server) {
    return new InetSocketAddress(
        address.orElse(server.getAddress()), port.orElse(server.getPort()));
  }
}
