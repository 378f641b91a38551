package io.mainstay.vip.linux;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import java.util.Arrays;

/** VRRP over IPv6: group ff02::12, hop limit 255 (RFC 9568 section 5.1.2). */
final class VrrpLinkIpv6 extends VrrpLink {
  private static final byte[] GROUP = {
    (byte) 0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x12
  };

  static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_UNICAST_HOPS = 16;
  private static final int IPV6_MULTICAST_HOPS = 18;
  private static final int IPV6_MULTICAST_LOOP = 19;
  private static final int IPV6_ADD_MEMBERSHIP = 20;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int IPV6_PKTINFO = 50;
  static final int IPV6_RECVHOPLIMIT = 51;
  static final int IPV6_HOPLIMIT = 52;
  private static final int IPV6_TCLASS = 67;

  /** family u16, port u16, flow u32, address, scope u32. */
  private static final int SOCKET_ADDRESS_BYTES = 28;

  private static final int SOCKET_ADDRESS = 8;
  private static final int SOCKET_SCOPE = 24;

  /** address, interface index u32. */
  private static final int PACKET_INFO_BYTES = 20;

  private static final int CONTROL_BYTES = 40;

  private final SocketMessage outgoing;
  private final int sourceOffset;

  VrrpLinkIpv6(LinkEntry link, Descriptor socket) {
    this(link, socket, new SocketMessage(SOCKET_ADDRESS_BYTES, MAX_MESSAGE_BYTES, CONTROL_BYTES));
  }

  private VrrpLinkIpv6(LinkEntry link, Descriptor socket, SocketMessage outgoing) {
    super(link, AddressFamily.IPV6, socket, outgoing);
    this.outgoing = outgoing;
    outgoing.name().putShort(0, (short) Libc.AF_INET6).put(SOCKET_ADDRESS, GROUP);
    outgoing.name().putInt(SOCKET_SCOPE, link.index());
    sourceOffset = outgoing.putControl(IPPROTO_IPV6, IPV6_PKTINFO, PACKET_INFO_BYTES);
    outgoing.control().putInt(sourceOffset + 16, link.index());
  }

  @Override
  void configure() throws ErrnoException {
    socket.option(IPPROTO_IPV6, IPV6_TCLASS, TRAFFIC_CLASS);
    socket.option(IPPROTO_IPV6, IPV6_UNICAST_HOPS, 255);
    socket.option(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 255);
    socket.option(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
    socket.option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
    socket.option(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
    // group, interface index u32
    NativeBuffer membership = new NativeBuffer(20);
    membership.bytes().put(0, GROUP).putInt(16, interfaceIndex);
    socket.option(IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, membership);
  }

  @Override
  void source(byte[] source) {
    outgoing.control().put(sourceOffset, source, 0, 16);
  }

  @Override
  void destination(byte[] destination) {
    outgoing.name().put(SOCKET_ADDRESS, destination, 0, 16);
  }

  @Override
  byte[] group() {
    return GROUP;
  }

  @Override
  void describe(SocketMessage incoming, ReceivedDatagram datagram) {
    incoming.name().get(SOCKET_ADDRESS, datagram.source, 0, 16);
    int hops = incoming.findControl(IPPROTO_IPV6, IPV6_HOPLIMIT, 4);
    if (hops >= 0) {
      datagram.hopLimit = incoming.control().getInt(hops);
    }
    int info = incoming.findControl(IPPROTO_IPV6, IPV6_PKTINFO, PACKET_INFO_BYTES);
    if (info >= 0) {
      incoming.control().get(info, datagram.destination, 0, 16);
      datagram.interfaceIndex = incoming.control().getInt(info + 16);
    } else {
      Arrays.fill(datagram.destination, (byte) 0);
    }
  }
}
