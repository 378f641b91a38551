package io.mainstay.vip.linux;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One raw socket of protocol 112 for one interface and one family. A socket for each link rather
 * than one for all: it hears that interface alone, and the kernel's limit of 20 groups per socket
 * (net.ipv4.igmp_max_memberships) is no limit on links.
 */
abstract class VrrpLink implements AutoCloseable {
  static final int PROTOCOL = 112;

  /** 255 addresses of IPv6 behind 8 bytes are the longest message there is. */
  static final int MAX_MESSAGE_BYTES = 8 + 255 * 16;

  private static final int SO_BINDTODEVICE = 25;

  /** What a router's own protocols are sent with: CS6, and first in the interface's queue. */
  static final int TRAFFIC_CLASS = 0xc0;

  static final int PRIORITY_CONTROL = 7;

  final Descriptor socket;
  final int interfaceIndex;
  private final String interfaceName;
  private final AddressFamily family;
  private final SocketMessage outgoing;

  VrrpLink(LinkEntry link, AddressFamily family, Descriptor socket, SocketMessage outgoing) {
    this.socket = socket;
    this.interfaceIndex = link.index();
    this.interfaceName = link.name();
    this.family = family;
    this.outgoing = outgoing;
  }

  static VrrpLink open(LinkEntry link, AddressFamily family) throws IOException {
    int domain = family == AddressFamily.IPV4 ? Libc.AF_INET : Libc.AF_INET6;
    Descriptor socket;
    try {
      socket = Descriptor.socket(domain, Libc.SOCK_RAW, PROTOCOL);
    } catch (ErrnoException e) {
      throw LinuxCapabilities.explainRaw("open a raw socket for VRRP", e);
    }
    try {
      socket.option(Libc.SOL_SOCKET, Libc.SO_PRIORITY, PRIORITY_CONTROL);
      bindToDevice(socket, link.name());
      VrrpLink opened =
          family == AddressFamily.IPV4
              ? new VrrpLinkIpv4(link, socket)
              : new VrrpLinkIpv6(link, socket);
      opened.configure();
      return opened;
    } catch (ErrnoException e) {
      socket.close();
      throw LinuxCapabilities.explainRaw("open VRRP over " + family + " on " + link.name(), e);
    }
  }

  static void bindToDevice(Descriptor socket, String name) throws ErrnoException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    NativeBuffer value = new NativeBuffer(bytes.length + 1);
    value.bytes().put(0, bytes);
    socket.option(Libc.SOL_SOCKET, SO_BINDTODEVICE, value);
  }

  boolean is(String name, AddressFamily other) {
    return interfaceName.equals(name) && family == other;
  }

  AddressFamily family() {
    return family;
  }

  int fd() {
    return socket.fd();
  }

  /** Sets the options and joins the group. */
  abstract void configure() throws ErrnoException;

  /** Writes the source address into the control message of what is to be sent. */
  abstract void source(byte[] source);

  /** Writes the destination address into the name of what is to be sent. */
  abstract void destination(byte[] destination);

  /** The multicast group. */
  abstract byte[] group();

  /** Fills in what came beside the data. */
  abstract void describe(SocketMessage incoming, ReceivedDatagram datagram);

  boolean send(byte[] source, byte[] message, int length) {
    return send(source, group(), message, length);
  }

  boolean send(byte[] source, byte[] destination, byte[] message, int length) {
    destination(destination);
    outgoing.data().put(0, message, 0, length);
    source(source);
    return outgoing.send(socket.fd(), length) == length;
  }

  /** Takes the next datagram; false when nothing is left. */
  boolean receive(SocketMessage incoming, ReceivedDatagram datagram) {
    long length = incoming.receive(socket.fd());
    while (length >= 0 && !incoming.whole()) {
      length = incoming.receive(socket.fd());
    }
    if (length < 0) {
      // Empty, or an error that the kernel tells once; the next wait tells whether more is there.
      return false;
    }
    incoming.data().get(0, datagram.bytes, 0, (int) length);
    datagram.length = (int) length;
    datagram.family = family;
    datagram.interfaceIndex = interfaceIndex;
    datagram.hopLimit = ReceivedDatagram.NO_HOP_LIMIT;
    describe(incoming, datagram);
    return true;
  }

  /** Leaves the group with the socket. */
  @Override
  public void close() {
    socket.close();
  }
}
