package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.packet.AdvertisementDecoder;
import io.mainstay.vrrp.packet.ExpectedAdvertisement;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.spi.InterfaceState;
import io.mainstay.vrrp.spi.VrrpTransport;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One interface as the virtual routers of one family see it. */
final class LinkFamily {
  private static final int VRIDS = 256;

  private final String interfaceName;
  private final AddressFamily family;
  private final VrrpTransport transport;
  private final @Nullable RunningRouter[] byVrid = new @Nullable RunningRouter[VRIDS];
  private final List<RunningRouter> routers = new ArrayList<>();
  private List<byte[]> ownAddresses = List.of();
  private boolean open;

  LinkFamily(String interfaceName, AddressFamily family, VrrpTransport transport) {
    this.interfaceName = interfaceName;
    this.family = family;
    this.transport = transport;
  }

  @Nullable RunningRouter router(int vrid) {
    return byVrid[vrid];
  }

  List<RunningRouter> routers() {
    return routers;
  }

  boolean isOwnAddress(byte[] bytes, int offset) {
    for (int i = 0; i < ownAddresses.size(); i++) {
      byte[] own = ownAddresses.get(i);
      if (Arrays.equals(own, 0, own.length, bytes, offset, offset + own.length)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a router here sent exactly this message, as far as it remembers. */
  boolean mayHaveSent(byte[] bytes, int offset, int length) {
    RunningRouter router = length < 2 ? null : byVrid[bytes[offset + 1] & 0xff];
    return router != null && router.sentLast(bytes, offset, length);
  }

  void ownAddressHeard(RejectReason how, AdvertisementDecoder datagram) {
    for (int i = 0; i < routers.size(); i++) {
      routers.get(i).ownAddressHeard(how, datagram);
    }
  }

  boolean hearsUnicast() {
    for (int i = 0; i < routers.size(); i++) {
      if (routers.get(i).config().unicast().isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** The lowest that any router here accepts of this sender; 255 when it is nobody's peer. */
  int minimumHopLimit(byte[] sender, int offset) {
    int lowest = Unicast.Peer.ON_LINK;
    for (int i = 0; i < routers.size(); i++) {
      int minimum = routers.get(i).expected().minimumHopLimit(sender, offset);
      if (minimum != ExpectedAdvertisement.NO_PEER && minimum < lowest) {
        lowest = minimum;
      }
    }
    return lowest;
  }

  void add(RunningRouter router) {
    byVrid[router.config().vrid()] = router;
    routers.add(router);
  }

  void remove(RunningRouter router) {
    byVrid[router.config().vrid()] = null;
    routers.remove(router);
    if (routers.isEmpty()) {
      open = false;
      transport.close(interfaceName, family);
    }
  }

  /**
   * Tells every router whether the interface can be used now.
   *
   * @param virtual the virtual addresses of all routers on the interface
   * @param replaced whether this is another interface under the same name
   * @return false when the link could not be opened, and should be tried again
   */
  boolean update(InterfaceState state, Set<InetAddress> virtual, boolean replaced) {
    if (replaced || !state.up()) {
      open = false;
    }
    if (routers.isEmpty()) {
      return true;
    }
    String problem = problem(state);
    List<byte[]> own = new ArrayList<>();
    for (InetAddress address : state.addresses()) {
      if (isOfFamily(address) && !virtual.contains(address)) {
        own.add(address.getAddress());
      }
    }
    for (RunningRouter router : routers) {
      InetAddress source = source(state, router.config(), virtual);
      Optional<String> tooLarge = router.config().tooLargeFor(state.mtuBytes());
      if (problem != null) {
        router.linkDown(problem);
      } else if (tooLarge.isPresent()) {
        router.linkDown(tooLarge.get());
      } else if (source == null) {
        router.linkDown(noSource(router.config()));
      } else {
        own.add(source.getAddress());
        if (replaced) {
          // Its addresses went away with the old interface, so a MASTER must begin anew.
          router.linkDown("interface " + interfaceName + " was replaced");
        }
        router.linkUp(source);
      }
    }
    ownAddresses = own;
    return open || !state.up();
  }

  private @Nullable String problem(InterfaceState state) {
    if (!state.exists()) {
      return "interface " + interfaceName + " does not exist";
    }
    if (!state.up()) {
      return "interface " + interfaceName + " is down";
    }
    if (!open) {
      try {
        transport.open(interfaceName, family);
        open = true;
      } catch (IOException e) {
        return "VRRP cannot use interface " + interfaceName + ": " + e.getMessage();
      }
    }
    return null;
  }

  private String noSource(VirtualRouterConfig config) {
    Optional<InetAddress> source = config.unicast().flatMap(Unicast::source);
    if (source.isPresent()) {
      return "interface "
          + interfaceName
          + " does not have the address "
          + source.get().getHostAddress()
          + " to send from";
    }
    return "interface "
        + interfaceName
        + (family == AddressFamily.IPV4
            ? " has no IPv4 address of its own to send from"
            : (wantsLinkLocal(config)
                ? " has no link-local IPv6 address of its own to send from"
                : " has no global IPv6 address of its own to send from"));
  }

  /**
   * The primary address (RFC 9568 Section 1.7). An owner's virtual addresses are its interface's
   * own; everybody else's come and go, and must not be sent from.
   */
  private @Nullable InetAddress source(
      InterfaceState state, VirtualRouterConfig config, Set<InetAddress> virtual) {
    Optional<InetAddress> wanted = config.unicast().flatMap(Unicast::source);
    if (wanted.isPresent()) {
      return state.addresses().contains(wanted.get()) ? wanted.get() : null;
    }
    for (InetAddress address : state.addresses()) {
      if (isOfFamily(address)
          && (family == AddressFamily.IPV4
              || address.isLinkLocalAddress() == wantsLinkLocal(config))
          && (config.isOwner() || !virtual.contains(address))) {
        return address;
      }
    }
    return null;
  }

  /** Multicast leaves from a link-local address; unicast from one that the peers can answer. */
  private static boolean wantsLinkLocal(VirtualRouterConfig config) {
    return config.unicast().isEmpty()
        || config.unicast().get().peers().get(0).address().isLinkLocalAddress();
  }

  private boolean isOfFamily(InetAddress address) {
    return (address instanceof Inet4Address) == (family == AddressFamily.IPV4);
  }
}
