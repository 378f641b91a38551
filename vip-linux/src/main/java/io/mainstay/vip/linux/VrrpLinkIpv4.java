package io.mainstay.vip.linux;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.spi.ReceivedDatagram;

/** VRRP over IPv4: group 224.0.0.18, TTL 255 (RFC 9568 section 5.1.1). */
final class VrrpLinkIpv4 extends VrrpLink {
  private static final byte[] GROUP = {(byte) 224, 0, 0, 18};

  private static final int IPPROTO_IP = 0;
  private static final int IP_TOS = 1;
  private static final int IP_TTL = 2;
  private static final int IP_PKTINFO = 8;
  private static final int IP_MULTICAST_TTL = 33;
  private static final int IP_MULTICAST_LOOP = 34;
  private static final int IP_ADD_MEMBERSHIP = 35;
  private static final int IP_MULTICAST_ALL = 49;

  /** family u16, port u16, address, 8 bytes of zero. */
  private static final int SOCKET_ADDRESS_BYTES = 16;

  private static final int SOCKET_ADDRESS = 4;

  /** interface index u32, own address, address in the header. */
  private static final int PACKET_INFO_BYTES = 12;

  private static final int CONTROL_BYTES = 32;

  private final SocketMessage outgoing;
  private final int sourceOffset;

  VrrpLinkIpv4(LinkEntry link, Descriptor socket) {
    this(link, socket, new SocketMessage(SOCKET_ADDRESS_BYTES, MAX_MESSAGE_BYTES, CONTROL_BYTES));
  }

  private VrrpLinkIpv4(LinkEntry link, Descriptor socket, SocketMessage outgoing) {
    super(link, AddressFamily.IPV4, socket, outgoing);
    this.outgoing = outgoing;
    outgoing.name().putShort(0, (short) Libc.AF_INET).put(SOCKET_ADDRESS, GROUP);
    int info = outgoing.putControl(IPPROTO_IP, IP_PKTINFO, PACKET_INFO_BYTES);
    outgoing.control().putInt(info, link.index());
    sourceOffset = info + 4;
  }

  @Override
  void configure() throws ErrnoException {
    socket.option(IPPROTO_IP, IP_TOS, TRAFFIC_CLASS);
    socket.option(IPPROTO_IP, IP_TTL, 255);
    socket.option(IPPROTO_IP, IP_MULTICAST_TTL, 255);
    socket.option(IPPROTO_IP, IP_MULTICAST_LOOP, 0);
    socket.option(IPPROTO_IP, IP_MULTICAST_ALL, 0);
    socket.option(IPPROTO_IP, IP_PKTINFO, 1);
    // group, own address, interface index u32
    NativeBuffer membership = new NativeBuffer(12);
    membership.bytes().put(0, GROUP).putInt(8, interfaceIndex);
    socket.option(IPPROTO_IP, IP_ADD_MEMBERSHIP, membership);
  }

  @Override
  void source(byte[] source) {
    outgoing.control().put(sourceOffset, source, 0, 4);
  }

  @Override
  void destination(byte[] destination) {
    outgoing.name().put(SOCKET_ADDRESS, destination, 0, 4);
  }

  @Override
  byte[] group() {
    return GROUP;
  }

  @Override
  void describe(SocketMessage incoming, ReceivedDatagram datagram) {
    int info = incoming.findControl(IPPROTO_IP, IP_PKTINFO, PACKET_INFO_BYTES);
    if (info >= 0) {
      datagram.interfaceIndex = incoming.control().getInt(info);
    }
  }
}
