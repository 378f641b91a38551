package io.mainstay.vip.docker;

import com.github.dockerjava.api.model.ContainerNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a container is on a network.
 *
 * @param network the network's name
 * @param networkId its id; empty when the container never ran there
 * @param present the addresses that it has now
 * @param configured the addresses that it asks for, now and at each start
 */
record NetworkEndpoint(
    String network, String networkId, Set<InetAddress> present, Set<InetAddress> configured) {

  /** Fewer characters of an id are taken for a name. */
  private static final int SHORTEST_ID = 4;

  NetworkEndpoint {
    present = Set.copyOf(present);
    configured = Set.copyOf(configured);
  }

  static NetworkEndpoint of(String name, ContainerNetwork network) {
    ContainerNetwork.@Nullable Ipam asked = network.getIpamConfig();
    return new NetworkEndpoint(
        name,
        Objects.requireNonNullElse(network.getNetworkID(), ""),
        addresses(network.getIpAddress(), network.getGlobalIPv6Address()),
        asked == null ? Set.of() : addresses(asked.getIpv4Address(), asked.getIpv6Address()));
  }

  boolean isOn(String nameOrId) {
    return network.equals(nameOrId)
        || (nameOrId.length() >= SHORTEST_ID && networkId.startsWith(nameOrId));
  }

  /** Which of the addresses it has, or will have when it starts; a set of the caller's own. */
  Set<InetAddress> claimsOf(Set<InetAddress> addresses) {
    Set<InetAddress> claims = new HashSet<>(present);
    claims.addAll(configured);
    claims.retainAll(addresses);
    return claims;
  }

  /** Its IPv4 address where it has one, else its IPv6 address; empty when it has none now. */
  Optional<InetAddress> address() {
    return present.stream().min(Comparator.comparingInt(each -> each.getAddress().length));
  }

  private static Set<InetAddress> addresses(@Nullable String ipv4, @Nullable String ipv6) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    add(addresses, ipv4);
    add(addresses, ipv6);
    return addresses;
  }

  private static void add(Set<InetAddress> addresses, @Nullable String text) {
    InetAddress address = literal(text);
    if (address != null) {
      addresses.add(address);
    }
  }

  /** The address that a text writes out; null when it is none, and no name is ever looked up. */
  static @Nullable InetAddress literal(@Nullable String text) {
    if (text == null || text.isEmpty() || !text.matches("[0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*")) {
      return null;
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
