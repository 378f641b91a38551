package io.mainstay.vip.linux;

import io.mainstay.vrrp.packet.AddressProbe;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the hosts on one link who answers for addresses, and hears what they say, without claiming
 * an address and without changing anybody's cache. What this host answers itself is not heard. One
 * thread at a time; needs CAP_NET_RAW.
 */
public final class LinuxAddressProbe implements AutoCloseable {
  private static final int ETH_P_ARP = 0x0806;
  private static final int MAC_BYTES = 6;
  private static final int MAX_MESSAGE_BYTES = 2048;
  private static final int SOCKET_ADDRESS_BYTES = 28;
  private static final int CONTROL_BYTES = 64;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int ICMPV6_FILTER = 1;
  private static final int ICMPV6_FILTER_BYTES = 32;
  private static final int NEIGHBOR_ADVERTISEMENT = 136;
  private static final int ON_LINK_HOP_LIMIT = 255;
  private static final HexFormat MAC_TEXT = HexFormat.ofDelimiter(":");

  private final int interfaceIndex;
  private final byte[] macAddress;
  private final List<InetAddress> addresses;
  private final Closing resources;
  private final PacketSocket questions;
  private final @Nullable Descriptor arp;
  private final @Nullable Descriptor advertisements;
  private final PollSet readable = new PollSet();
  private final SocketMessage incoming =
      new SocketMessage(SOCKET_ADDRESS_BYTES, MAX_MESSAGE_BYTES, CONTROL_BYTES);
  private final byte[] bytes = new byte[MAX_MESSAGE_BYTES];

  /**
   * What a host said.
   *
   * @param macAddress whose the address is, such as {@code 02:42:ac:11:00:02}
   */
  public record Claim(InetAddress address, String macAddress) {}

  private LinuxAddressProbe(
      LinkEntry link,
      byte[] macAddress,
      List<InetAddress> addresses,
      PacketSocket questions,
      @Nullable Descriptor arp,
      @Nullable Descriptor advertisements,
      Closing resources) {
    this.interfaceIndex = link.index();
    this.macAddress = macAddress;
    this.addresses = List.copyOf(addresses);
    this.questions = questions;
    this.arp = arp;
    this.advertisements = advertisements;
    this.resources = resources;
    for (Descriptor each : new Descriptor[] {arp, advertisements}) {
      if (each != null) {
        readable.add(each.fd());
      }
    }
  }

  /** As {@link #open(String, List, byte[])}, in the interface's own name. */
  public static LinuxAddressProbe open(String interfaceName, List<InetAddress> addresses)
      throws IOException {
    return open(interfaceName, addresses, new byte[0]);
  }

  /**
   * Begins to listen. The sockets belong to the network namespace of the calling thread.
   *
   * @param macAddress who the questions are from and the answers are to, 6 bytes; empty for the
   *     interface's own
   * @throws IOException when there is no such interface, it has no MAC address, or a capability is
   *     missing; one line that names the cure
   */
  public static LinuxAddressProbe open(
      String interfaceName, List<InetAddress> addresses, byte[] macAddress) throws IOException {
    LinuxPlatform.check();
    LinkEntry link = find(interfaceName);
    byte[] asker = macAddress.length == 0 ? link.hardwareAddress() : macAddress.clone();
    try (Closing closing = new Closing()) {
      PacketSocket questions =
          closing.add(PacketSocket.open(MAX_MESSAGE_BYTES), PacketSocket::close);
      boolean ipv4 = addresses.stream().anyMatch(Inet4Address.class::isInstance);
      boolean ipv6 = addresses.stream().anyMatch(Inet6Address.class::isInstance);
      Descriptor arp = ipv4 ? closing.add(arp(link), Descriptor::close) : null;
      Descriptor advertisements =
          ipv6 ? closing.add(advertisements(link), Descriptor::close) : null;
      return new LinuxAddressProbe(
          link, asker, addresses, questions, arp, advertisements, closing.release());
    } catch (ErrnoException e) {
      throw LinuxCapabilities.explainRaw("ask on " + interfaceName + " who has an address", e);
    }
  }

  private static LinkEntry find(String interfaceName) throws IOException {
    LinkEntry link;
    try (NetlinkClient netlink = NetlinkClient.open()) {
      link = netlink.link(interfaceName);
    }
    if (link == null) {
      throw new IOException("there is no interface " + interfaceName);
    }
    if (link.has(Netlink.IFF_NOARP)
        || link.hardwareType() != Netlink.ARPHRD_ETHER
        || link.hardwareAddress().length != MAC_BYTES) {
      throw new IOException(interfaceName + " is no Ethernet interface, so nobody can be asked");
    }
    return link;
  }

  /** Of the link's ARP alone, so that no other packet costs anything. */
  private static Descriptor arp(LinkEntry link) throws ErrnoException {
    Descriptor socket = Descriptor.socket(Libc.AF_PACKET, Libc.SOCK_RAW, 0);
    try {
      PacketSocket.listen(socket, ETH_P_ARP, link.index());
      return socket;
    } catch (ErrnoException e) {
      socket.close();
      throw e;
    }
  }

  private static Descriptor advertisements(LinkEntry link) throws ErrnoException {
    Descriptor socket = Descriptor.socket(Libc.AF_INET6, Libc.SOCK_RAW, IPPROTO_ICMPV6);
    try {
      // A set bit holds a type back.
      NativeBuffer filter = new NativeBuffer(ICMPV6_FILTER_BYTES);
      for (int i = 0; i < ICMPV6_FILTER_BYTES; i += 4) {
        filter.bytes().putInt(i, -1);
      }
      filter.bytes().putInt(NEIGHBOR_ADVERTISEMENT / 32 * 4, ~(1 << NEIGHBOR_ADVERTISEMENT % 32));
      socket.option(IPPROTO_ICMPV6, ICMPV6_FILTER, filter);
      socket.option(VrrpLinkIpv6.IPPROTO_IPV6, VrrpLinkIpv6.IPV6_RECVHOPLIMIT, 1);
      VrrpLink.bindToDevice(socket, link.name());
      return socket;
    } catch (ErrnoException e) {
      socket.close();
      throw e;
    }
  }

  /** Asks for each address once; false when the kernel did not take a question. */
  public boolean ask() {
    boolean sent = true;
    for (InetAddress address : addresses) {
      byte[] frame = AddressProbe.frame(macAddress, address.getAddress());
      sent &= questions.send(interfaceIndex, frame, frame.length);
    }
    return sent;
  }

  /**
   * Waits for the next word of a host that has one of the addresses, asked or not.
   *
   * @param maxNanos how long at most; 0 takes only what is there
   * @return null when nothing came in time
   */
  public @Nullable Claim awaitClaim(long maxNanos) {
    long deadlineNanos = System.nanoTime() + maxNanos;
    while (true) {
      Claim claim = nextClaim();
      long leftNanos = deadlineNanos - System.nanoTime();
      if (claim != null || leftNanos <= 0) {
        return claim;
      }
      readable.await(leftNanos);
    }
  }

  private @Nullable Claim nextClaim() {
    Claim claim = null;
    if (arp != null) {
      claim = nextClaim(arp, AddressProbe::claimedByArp);
    }
    if (claim == null && advertisements != null) {
      claim =
          nextClaim(
              advertisements,
              (message, length, address) ->
                  onLink() ? AddressProbe.claimedByAdvertisement(message, length, address) : null);
    }
    return claim;
  }

  /** Reads what a message says of an address. */
  private interface Reader {
    byte @Nullable [] claimer(byte[] message, int length, byte[] address);
  }

  private @Nullable Claim nextClaim(Descriptor socket, Reader reader) {
    long length = incoming.receive(socket.fd());
    while (length >= 0) {
      incoming.data().get(0, bytes, 0, (int) length);
      for (InetAddress address : addresses) {
        byte[] claimer = reader.claimer(bytes, (int) length, address.getAddress());
        if (claimer != null) {
          return new Claim(address, MAC_TEXT.formatHex(claimer));
        }
      }
      length = incoming.receive(socket.fd());
    }
    return null;
  }

  /** A router would have taken one away, so it comes from this very link. */
  private boolean onLink() {
    int hops = incoming.findControl(VrrpLinkIpv6.IPPROTO_IPV6, VrrpLinkIpv6.IPV6_HOPLIMIT, 4);
    return hops >= 0 && incoming.control().getInt(hops) == ON_LINK_HOP_LIMIT;
  }

  @Override
  public void close() {
    resources.close();
  }
}
