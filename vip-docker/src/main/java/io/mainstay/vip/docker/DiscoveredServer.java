package io.mainstay.vip.docker;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * A server that a container's labels announce.
 *
 * @param backend the backend that it belongs to ({@code mainstay.backend})
 * @param name the container's name, unique within the backend
 * @param address where it listens, on the container's network
 * @param weight its share of the turns, 0 to 256 ({@code mainstay.weight}, 1 unless set)
 */
public record DiscoveredServer(String backend, String name, InetSocketAddress address, int weight) {

  public DiscoveredServer {
    Objects.requireNonNull(backend);
    Objects.requireNonNull(name);
    Objects.requireNonNull(address);
  }

  /** As logs call it. */
  String called() {
    return backend + "/" + name;
  }
}
