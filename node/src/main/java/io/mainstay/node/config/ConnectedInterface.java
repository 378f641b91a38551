package io.mainstay.node.config;

import io.mainstay.proxy.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the interface of a router that names none, as the kernel finds the way to an address: by
 * the longest prefix among the networks that the host is in.
 */
final class ConnectedInterface {
  private static final String LOOPBACK = "lo";

  private final HostNetworks networks;

  ConnectedInterface(HostNetworks networks) {
    this.networks = networks;
  }

  /** The interface that all these addresses are reached through; empty after telling why not. */
  String find(List<RouterAddress> addresses, Section section) {
    if (networks.interfaces().isEmpty()) {
      return section.string("interface");
    }
    String found = "";
    InetAddress foundBy = null;
    for (RouterAddress each : addresses) {
      InetAddress address = each.address();
      // A link-local network is on every interface.
      if (address.isLinkLocalAddress() || !each.interfaceName().isEmpty()) {
        continue;
      }
      Set<String> candidates = candidates(address);
      if (candidates.size() != 1) {
        section.problem("interface", reason(address, candidates));
        return "";
      }
      String one = candidates.iterator().next();
      if (foundBy != null && !one.equals(found)) {
        section.problem("interface", disagreement(foundBy, found, address, one));
        return "";
      }
      found = one;
      foundBy = address;
    }
    if (foundBy == null) {
      section.problem("interface", "is missing, and no address tells it; write one of " + names());
    }
    return found;
  }

  private String names() {
    return String.join(
        ", ", networks.interfaces().stream().filter(name -> !name.equals(LOOPBACK)).toList());
  }

  private String reason(InetAddress address, Set<String> candidates) {
    String text = address.getHostAddress();
    return candidates.isEmpty()
        ? "is missing, and no interface of this host is in a network of "
            + text
            + "; write one of "
            + names()
        : "is missing, and "
            + String.join(" and ", candidates)
            + " are in the same network of "
            + text
            + "; write one of them";
  }

  private static String disagreement(
      InetAddress first, String firstInterface, InetAddress second, String secondInterface) {
    return "is missing, and "
        + first.getHostAddress()
        + " is reached through "
        + firstInterface
        + " but "
        + second.getHostAddress()
        + " through "
        + secondInterface
        + "; write the one for the advertisements";
  }

  /** Those in the smallest network that contains the address. */
  private Set<String> candidates(InetAddress address) {
    Set<String> best = new TreeSet<>();
    int longest = -1;
    for (String name : networks.interfaces()) {
      int prefix = name.equals(LOOPBACK) ? -1 : longestPrefix(name, address);
      if (prefix > longest) {
        best.clear();
        longest = prefix;
      }
      if (prefix >= 0 && prefix == longest) {
        best.add(name);
      }
    }
    return best;
  }

  /** A host route leads to the address itself, such as one that another process holds. */
  private int longestPrefix(String name, InetAddress address) {
    return networks.of(name).orElse(List.of()).stream()
        .filter(network -> !network.isSingleAddress() && network.contains(address))
        .mapToInt(AddressRange::prefixLength)
        .max()
        .orElse(-1);
  }
}
