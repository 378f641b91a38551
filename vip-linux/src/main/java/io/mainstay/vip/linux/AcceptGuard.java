package io.mainstay.vip.linux;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Drops what is sent to virtual addresses, which RFC 9568 Section 6.4.3 asks of a router that does
 * not own them and has Accept_Mode off: the host answers ARP and Neighbor Discovery for them and
 * forwards for others, and that is all. The rules go with the process.
 */
final class AcceptGuard implements AutoCloseable {
  private static final String CHAIN = "in";
  private static final String IPV4 = "ipv4";
  private static final String IPV6 = "ipv6";
  private static final String LINK_LOCAL = "link-local";
  private static final int TYPE_IPV4_ADDRESS = 7;
  private static final int TYPE_IPV6_ADDRESS = 8;

  private static final int NFPROTO_IPV4 = 2;
  private static final int NFPROTO_IPV6 = 10;
  private static final int ICMPV6 = 58;
  private static final int NEIGHBOR_SOLICITATION = 135;
  private static final int NEIGHBOR_ADVERTISEMENT = 136;
  private static final int IPV4_DESTINATION = 16;
  private static final int IPV6_DESTINATION = 24;

  private final NftTable table;

  private AcceptGuard(NftTable table) {
    this.table = table;
  }

  /**
   * Drops from now on.
   *
   * @param interfaces where a link-local address is this router's; elsewhere it may be another's
   * @throws IOException when the kernel cannot; one line for the operator
   */
  static AcceptGuard open(String name, List<InetAddress> addresses, List<String> interfaces)
      throws IOException {
    NftTable table = null;
    try {
      table = NftTable.open(Nft.FAMILY_INET, name);
      table.chain(CHAIN, Nft.HOOK_INET_LOCAL_IN);
      addIpv4(table, addresses.stream().filter(Inet4Address.class::isInstance).toList());
      List<InetAddress> ipv6 = addresses.stream().filter(Inet6Address.class::isInstance).toList();
      if (!ipv6.isEmpty()) {
        addIpv6(table, ipv6, interfaces);
      }
      table.commit();
      return new AcceptGuard(table);
    } catch (IOException e) {
      if (table != null) {
        table.close();
      }
      throw new IOException(
          "accept = false cannot drop packets to the virtual addresses: "
              + e.getMessage()
              + "; it needs nf_tables (Linux 5.12 or later)",
          e);
    }
  }

  private static void addIpv4(NftTable table, List<InetAddress> addresses) {
    if (!addresses.isEmpty()) {
      table
          .set(IPV4, TYPE_IPV4_ADDRESS, addresses)
          .rule(
              CHAIN,
              new NftRule()
                  .metaIs(Nft.META_KEY_NFPROTO, NFPROTO_IPV4)
                  .addressIn(IPV4, IPV4_DESTINATION, 4)
                  .verdict(Nft.DROP));
    }
  }

  private static void addIpv6(
      NftTable table, List<InetAddress> addresses, List<String> interfaces) {
    // Without these nobody could keep the address in its neighbour cache.
    table.rule(
        CHAIN,
        new NftRule()
            .metaIs(Nft.META_KEY_NFPROTO, NFPROTO_IPV6)
            .metaIs(Nft.META_KEY_L4PROTO, ICMPV6)
            .byteWithin(Nft.PAYLOAD_TRANSPORT, 0, NEIGHBOR_SOLICITATION, NEIGHBOR_ADVERTISEMENT)
            .verdict(Nft.ACCEPT));
    List<InetAddress> linkLocal =
        addresses.stream().filter(InetAddress::isLinkLocalAddress).toList();
    List<InetAddress> others =
        addresses.stream().filter(address -> !address.isLinkLocalAddress()).toList();
    if (!others.isEmpty()) {
      table.set(IPV6, TYPE_IPV6_ADDRESS, others).rule(CHAIN, dropIpv6(new NftRule(), IPV6));
    }
    if (!linkLocal.isEmpty()) {
      table.set(LINK_LOCAL, TYPE_IPV6_ADDRESS, linkLocal);
      for (String name : interfaces) {
        table.rule(CHAIN, dropIpv6(new NftRule().comesFrom(name), LINK_LOCAL));
      }
    }
  }

  private static NftRule dropIpv6(NftRule rule, String set) {
    return rule.metaIs(Nft.META_KEY_NFPROTO, NFPROTO_IPV6)
        .addressIn(set, IPV6_DESTINATION, 16)
        .verdict(Nft.DROP);
  }

  /** Drops nothing any more. */
  @Override
  public void close() {
    table.close();
  }
}
