package io.mainstay.vip.linux;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.packet.AdvertisementFrame;
import io.mainstay.vrrp.spi.InterfaceMonitor;
import io.mainstay.vrrp.spi.NeighborAnnouncer;
import io.mainstay.vrrp.spi.VrrpTransport;
import java.io.IOException;
import java.net.InetAddress;

/**
 * What the VRRP engine needs of a Linux host: transport, announcements and interface events,
 * waiting for all of them in one place. All but {@link VrrpTransport#wakeup} is for the agent's
 * thread alone. Opened only where VRRP runs, because it needs CAP_NET_RAW.
 *
 * <p>It lives in the network namespace of the thread that opens it, which must be the agent's
 * namespace too.
 */
public final class LinuxVrrpIo implements AutoCloseable {
  private final Closing resources;
  private final LinuxNeighborAnnouncer announcer;
  private final LinuxInterfaceMonitor monitor;
  private final LinuxVrrpTransport transport;
  private final VirtualMacs virtualMacs;

  private LinuxVrrpIo(
      Closing resources,
      LinuxNeighborAnnouncer announcer,
      LinuxInterfaceMonitor monitor,
      LinuxVrrpTransport transport,
      VirtualMacs virtualMacs) {
    this.resources = resources;
    this.announcer = announcer;
    this.monitor = monitor;
    this.transport = transport;
    this.virtualMacs = virtualMacs;
  }

  /**
   * Opens the sockets that are not bound to a link.
   *
   * @throws IOException when a capability is missing or the platform is not Linux; the message is
   *     one line that names the cure
   */
  public static LinuxVrrpIo open() throws IOException {
    LinuxPlatform.check();
    try (Closing closing = new Closing()) {
      NetlinkClient netlink = closing.add(NetlinkClient.open(), NetlinkClient::close);
      VirtualMacs virtualMacs = new VirtualMacs();
      Wakeup wakeup = closing.add(new Wakeup(), Wakeup::close);
      LinuxNeighborAnnouncer announcer =
          closing.add(
              LinuxNeighborAnnouncer.open(netlink, virtualMacs), LinuxNeighborAnnouncer::close);
      LinuxInterfaceMonitor monitor =
          closing.add(LinuxInterfaceMonitor.open(netlink), LinuxInterfaceMonitor::close);
      PacketSocket frames = closing.add(openFrames(), PacketSocket::close);
      LinuxVrrpTransport transport =
          closing.add(
              new LinuxVrrpTransport(netlink, virtualMacs, frames, wakeup, monitor.fd()),
              LinuxVrrpTransport::close);
      return new LinuxVrrpIo(closing.release(), announcer, monitor, transport, virtualMacs);
    }
  }

  private static PacketSocket openFrames() throws IOException {
    try {
      PacketSocket frames = PacketSocket.open(AdvertisementFrame.MAX_BYTES);
      frames.priority(VrrpLink.PRIORITY_CONTROL);
      return frames;
    } catch (ErrnoException e) {
      throw LinuxCapabilities.explainRaw("open a packet socket for VRRP", e);
    }
  }

  /**
   * From now on the router's multicast advertisements, gratuitous ARP and Neighbor Advertisements
   * carry its virtual MAC address. Say so before the router is added to its agent, and give the
   * mover of its addresses the setting {@code virtual-mac}, so that the host answers for that MAC
   * address. Any thread.
   */
  public void useVirtualMac(VirtualRouterConfig router) {
    virtualMacs.add(router);
  }

  /** Takes {@link #useVirtualMac} back, for a router that ended. Any thread. */
  public void useInterfaceMac(VirtualRouterConfig router) {
    virtualMacs.remove(router);
  }

  /**
   * From now on gratuitous ARP and Neighbor Advertisements for this address of a router leave on
   * another interface than the router's. Say so before the router is added to its agent. Any
   * thread.
   */
  public void announceOn(String interfaceName, VirtualRouterConfig router, InetAddress address) {
    announcer.announceOn(interfaceName, router.interfaceName(), address);
  }

  public VrrpTransport transport() {
    return transport;
  }

  public NeighborAnnouncer announcer() {
    return announcer;
  }

  public InterfaceMonitor monitor() {
    return monitor;
  }

  /** Closes all three; the agent's thread must have ended. A late wakeup does nothing. */
  @Override
  public void close() {
    resources.close();
  }
}
