package io.mainstay.vip.linux;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import io.mainstay.vrrp.spi.VrrpTransport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * VRRP over raw sockets, one for each link; advertisements from a virtual MAC address leave as
 * frames. Sending, receiving and waiting make no garbage. The sockets belong to the network
 * namespace of the thread that calls {@link #open}.
 */
final class LinuxVrrpTransport implements VrrpTransport {
  private static final int SOCKET_ADDRESS_BYTES = 28;
  private static final int CONTROL_BYTES = 256;
  private static final int VRID_OFFSET = 1;

  private final NetlinkClient netlink;
  private final VirtualMacs virtualMacs;
  private final PacketSocket frames;
  private final Wakeup wakeup;
  private final PollSet files = new PollSet();
  private final int wakeupPlace;
  private final int firstLinkPlace;
  private final List<VrrpLink> links = new ArrayList<>();
  private final SocketMessage incoming =
      new SocketMessage(SOCKET_ADDRESS_BYTES, ReceivedDatagram.MAX_BYTES, CONTROL_BYTES);
  private final ReceivedDatagram datagram = new ReceivedDatagram();
  private int firstServed;

  /**
   * @param interfaceEvents readable when an interface changed; ends {@link #await}
   */
  LinuxVrrpTransport(
      NetlinkClient netlink,
      VirtualMacs virtualMacs,
      PacketSocket frames,
      Wakeup wakeup,
      int interfaceEvents) {
    this.netlink = netlink;
    this.virtualMacs = virtualMacs;
    this.frames = frames;
    this.wakeup = wakeup;
    wakeupPlace = files.add(wakeup.fd());
    files.add(interfaceEvents);
    firstLinkPlace = files.add(-1);
    files.truncate(firstLinkPlace);
  }

  @Override
  public void open(String interfaceName, AddressFamily family) throws IOException {
    LinkEntry link = netlink.link(interfaceName);
    if (link == null) {
      throw new IOException("there is no interface " + interfaceName);
    }
    // A new socket before the old one goes: when it cannot be had, the old one stays in use.
    VrrpLink opened = VrrpLink.open(link, family);
    close(interfaceName, family);
    links.add(opened);
    watchLinks();
  }

  @Override
  public void close(String interfaceName, AddressFamily family) {
    for (VrrpLink link : links) {
      if (link.is(interfaceName, family)) {
        links.remove(link);
        link.close();
        watchLinks();
        return;
      }
    }
  }

  private void watchLinks() {
    files.truncate(firstLinkPlace);
    for (VrrpLink link : links) {
      files.add(link.fd());
    }
  }

  @Override
  public boolean send(
      String interfaceName, AddressFamily family, byte[] source, byte[] message, int length) {
    for (int i = 0; i < links.size(); i++) {
      VrrpLink link = links.get(i);
      if (link.is(interfaceName, family)) {
        VirtualMacs.Router router =
            virtualMacs.find(interfaceName, family, message[VRID_OFFSET] & 0xff);
        return router == null
            ? link.send(source, message, length)
            : frames.send(
                link.interfaceIndex,
                router.frame().bytes(),
                router.frame().fill(source, message, length));
      }
    }
    return false;
  }

  @Override
  public boolean send(
      String interfaceName,
      AddressFamily family,
      byte[] source,
      byte[] destination,
      byte[] message,
      int length) {
    for (int i = 0; i < links.size(); i++) {
      VrrpLink link = links.get(i);
      if (link.is(interfaceName, family)) {
        return link.send(source, destination, message, length);
      }
    }
    return false;
  }

  @Override
  public int receive(Receiver receiver, int limit) {
    files.await(0);
    int received = 0;
    // The links take turns at being first, so that a flood on one does not silence the others.
    int count = links.size();
    firstServed = count == 0 ? 0 : (firstServed + 1) % count;
    for (int i = 0; i < count && i < links.size() && received < limit; i++) {
      int place = (firstServed + i) % count;
      if (files.ready(firstLinkPlace + place)) {
        VrrpLink link = links.get(place);
        while (received < limit && link.receive(incoming, datagram)) {
          receiver.onDatagram(datagram);
          received++;
        }
      }
    }
    return received;
  }

  @Override
  public void await(long maxNanos) {
    files.await(maxNanos);
    if (files.ready(wakeupPlace)) {
      wakeup.clear();
    }
  }

  @Override
  public void wakeup() {
    wakeup.signal();
  }

  @Override
  public void close() {
    links.forEach(VrrpLink::close);
    links.clear();
    watchLinks();
  }
}
