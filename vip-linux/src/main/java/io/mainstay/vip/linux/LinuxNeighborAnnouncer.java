package io.mainstay.vip.linux;

import io.mainstay.vrrp.packet.GratuitousArp;
import io.mainstay.vrrp.packet.UnsolicitedNa;
import io.mainstay.vrrp.spi.NeighborAnnouncer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces through a packet socket, with the interface's own MAC address. Interface and address
 * are looked up each time: either may have changed since. A link without neighbour resolution is
 * passed over.
 */
final class LinuxNeighborAnnouncer implements NeighborAnnouncer {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxNeighborAnnouncer.class);

  private static final int MAC_BYTES = 6;
  private static final int MAX_FRAME_BYTES = 128;

  /** family u16, protocol u16, index u32, hardware type u16, packet type u8, length u8, address. */
  private static final int ADDRESS_BYTES = 20;

  private final NetlinkClient netlink;
  private final Descriptor socket;
  private final NativeBuffer frame = new NativeBuffer(MAX_FRAME_BYTES);
  private final NativeBuffer destination = new NativeBuffer(ADDRESS_BYTES);

  private LinuxNeighborAnnouncer(NetlinkClient netlink, Descriptor socket) {
    this.netlink = netlink;
    this.socket = socket;
    destination.bytes().putShort(0, (short) Libc.AF_PACKET);
  }

  static LinuxNeighborAnnouncer open(NetlinkClient netlink) throws IOException {
    try {
      // Protocol 0: it sends, and receives nothing.
      return new LinuxNeighborAnnouncer(
          netlink, Descriptor.socket(Libc.AF_PACKET, Libc.SOCK_RAW, 0));
    } catch (ErrnoException e) {
      throw LinuxCapabilities.explainRaw("open a packet socket for gratuitous ARP", e);
    }
  }

  @Override
  public boolean announce(String interfaceName, InetAddress address) {
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
    byte[] bytes =
        address instanceof Inet6Address
            ? UnsolicitedNa.frame(
                link.hardwareAddress(), address.getAddress(), Sysctl.ipv6Role(interfaceName))
            : GratuitousArp.frame(link.hardwareAddress(), address.getAddress());
    return send(link.index(), bytes);
  }

  private boolean send(int interfaceIndex, byte[] bytes) {
    frame.bytes().put(0, bytes);
    // The Ethernet type, which both sides keep in network order.
    destination.bytes().put(2, bytes[12]).put(3, bytes[13]);
    destination.bytes().putInt(4, interfaceIndex).put(11, (byte) MAC_BYTES);
    destination.bytes().put(12, bytes, 0, MAC_BYTES);
    return Libc.sendto(
            socket.fd(),
            frame.address(),
            bytes.length,
            Libc.MSG_DONTWAIT,
            destination.address(),
            ADDRESS_BYTES)
        == bytes.length;
  }

  @Override
  public void close() {
    socket.close();
  }
}
