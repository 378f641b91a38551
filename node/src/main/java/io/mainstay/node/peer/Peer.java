package io.mainstay.node.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * A peer as it was last heard of; immutable.
 *
 * @param name what it calls itself, or its address before it said so
 * @param address where its link listens, as configured
 * @param routers its virtual routers as it last told them
 */
public record Peer(String name, InetSocketAddress address, List<RouterState> routers) {
  public Peer {
    routers = List.copyOf(routers);
  }

  /** Its virtual router of that name. */
  public Optional<RouterState> router(String routerName) {
    return routers.stream().filter(router -> router.name().equals(routerName)).findFirst();
  }

  /** Where its advertisements of that virtual router come from: its address as a master. */
  public Optional<InetAddress> sourceAddress(String routerName) {
    return router(routerName).flatMap(RouterState::sourceAddress);
  }
}
