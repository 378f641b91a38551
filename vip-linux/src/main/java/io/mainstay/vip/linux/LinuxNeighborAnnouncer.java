package io.mainstay.vip.linux;

import io.mainstay.vrrp.packet.GratuitousArp;
import io.mainstay.vrrp.packet.UnsolicitedNa;
import io.mainstay.vrrp.spi.NeighborAnnouncer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces through a packet socket, with the interface's own MAC address or the virtual router's.
 * Interface and address are looked up each time: either may have changed since. A link without
 * neighbour resolution is passed over.
 */
final class LinuxNeighborAnnouncer implements NeighborAnnouncer {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxNeighborAnnouncer.class);

  private static final int MAC_BYTES = 6;
  private static final int MAX_FRAME_BYTES = 128;

  private final NetlinkClient netlink;
  private final VirtualMacs virtualMacs;
  private final PacketSocket socket;
  private final Map<Routed, String> elsewhere = new ConcurrentHashMap<>();

  private LinuxNeighborAnnouncer(
      NetlinkClient netlink, VirtualMacs virtualMacs, PacketSocket socket) {
    this.netlink = netlink;
    this.virtualMacs = virtualMacs;
    this.socket = socket;
  }

  static LinuxNeighborAnnouncer open(NetlinkClient netlink, VirtualMacs virtualMacs)
      throws IOException {
    try {
      return new LinuxNeighborAnnouncer(netlink, virtualMacs, PacketSocket.open(MAX_FRAME_BYTES));
    } catch (ErrnoException e) {
      throw LinuxCapabilities.explainRaw("open a packet socket for gratuitous ARP", e);
    }
  }

  /** Where one of a router's addresses is when it is not on the router's interface. */
  private record Routed(String routerInterface, InetAddress address) {}

  /** Announces an address elsewhere than on its router's interface. Any thread. */
  void announceOn(String interfaceName, String routerInterface, InetAddress address) {
    elsewhere.put(new Routed(routerInterface, address), interfaceName);
  }

  @Override
  public boolean announce(String routerInterface, InetAddress address) {
    String interfaceName =
        elsewhere.getOrDefault(new Routed(routerInterface, address), routerInterface);
    LinkEntry link;
    try {
      link = netlink.link(interfaceName);
    } catch (IOException e) {
      LOG.debug("announce {} on {}: {}", address.getHostAddress(), interfaceName, e.getMessage());
      return false;
    }
    if (link == null) {
      return false;
    }
    if (link.has(Netlink.IFF_NOARP)
        || link.hardwareType() != Netlink.ARPHRD_ETHER
        || link.hardwareAddress().length != MAC_BYTES) {
      return true;
    }
    VirtualMacs.Router router = virtualMacs.find(interfaceName, address);
    byte[] mac = router == null ? link.hardwareAddress() : router.mac().toBytes();
    byte[] bytes =
        address instanceof Inet6Address
            ? UnsolicitedNa.frame(mac, address.getAddress(), Sysctl.ipv6Role(interfaceName))
            : GratuitousArp.frame(mac, address.getAddress());
    return socket.send(link.index(), bytes, bytes.length);
  }

  @Override
  public void close() {
    socket.close();
  }
}
