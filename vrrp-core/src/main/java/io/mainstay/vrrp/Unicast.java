package io.mainstay.vrrp;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Advertisements to listed peers instead of the multicast group, for networks that carry no
 * multicast. No RFC describes it; keepalived does the same. Only listed peers are heard, and only
 * when they address this host.
 *
 * @param source the address to send from, which must be one of the interface's; else its first one
 *     that is not virtual
 * @param peers the other routers, at least one
 */
public record Unicast(Optional<InetAddress> source, List<Peer> peers) {

  /**
   * Another router of the group.
   *
   * @param address where it sends from and receives
   * @param minimumTtl the lowest TTL or hop limit its advertisements may arrive with: 255 proves
   *     that it is on this link, 255 minus the number of routers in between allows those, and 0
   *     allows any, and so anybody who can send from its address
   */
  public record Peer(InetAddress address, int minimumTtl) {

    /** What every router sends with. */
    public static final int ON_LINK = 255;

    public Peer {
      if (minimumTtl < 0 || minimumTtl > ON_LINK) {
        throw new IllegalArgumentException("a minimum TTL must be 0 to 255, not " + minimumTtl);
      }
      if (address.isMulticastAddress() || address.isAnyLocalAddress()) {
        throw new IllegalArgumentException(
            address.getHostAddress() + " is not the address of a peer");
      }
    }

    /** A peer on the same link. */
    public static Peer of(InetAddress address) {
      return new Peer(address, ON_LINK);
    }
  }

  public Unicast {
    peers = List.copyOf(peers);
    if (peers.isEmpty()) {
      throw new IllegalArgumentException("unicast needs at least one peer");
    }
    if (new HashSet<>(peers.stream().map(Peer::address).toList()).size() != peers.size()) {
      throw new IllegalArgumentException("unicast lists each peer once");
    }
    if (source.isPresent() && peers.stream().map(Peer::address).anyMatch(source.get()::equals)) {
      throw new IllegalArgumentException(
          source.get().getHostAddress() + " cannot be both the source and a peer");
    }
  }

  /** Peers on the same link, advertised to from the interface's first address. */
  public static Unicast to(InetAddress... peers) {
    return new Unicast(Optional.empty(), List.of(peers).stream().map(Peer::of).toList());
  }
}
