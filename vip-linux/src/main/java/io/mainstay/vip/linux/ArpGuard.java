package io.mainstay.vip.linux;

import java.io.IOException;
import java.net.Inet4Address;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an interface from telling its own MAC address for IPv4 addresses that live on a device of
 * ours above it. By default the kernel does so twice: it answers requests for any address of the
 * host, and it asks for a client's MAC address in the name of the address that it answers from,
 * which the client notes. (Neighbor Discovery does neither.)
 *
 * <p>The host's settings could forbid both, but a killed process would leave them changed. So a
 * table in the ARP family does it, which goes with the process.
 */
final class ArpGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArpGuard.class);

  private static final String SET = "virtual";
  private static final int TYPE_IPV4_ADDRESS = 7;

  /** Places in an ARP message over Ethernet. */
  private static final int SENDER_ADDRESS = 14;

  private static final int TARGET_ADDRESS = 24;
  private static final int ADDRESS_BYTES = 4;

  private final String interfaceName;
  private final @Nullable NftTable table;
  private @Nullable Inet4Address source;

  private ArpGuard(String interfaceName, @Nullable NftTable table) {
    this.interfaceName = interfaceName;
    this.table = table;
  }

  /**
   * From now on the interface answers no request for these addresses.
   *
   * @param name the table's
   * @throws IOException when the kernel cannot do this and the host's settings do not either
   */
  static ArpGuard open(String interfaceName, String name, List<Inet4Address> addresses)
      throws IOException {
    if (addresses.isEmpty()) {
      return new ArpGuard(interfaceName, null);
    }
    if (hostIsSilent(interfaceName)) {
      LOG.info("{} keeps silent about addresses of other devices by its settings", interfaceName);
      return new ArpGuard(interfaceName, null);
    }
    NftTable table = null;
    try {
      table = NftTable.open(Nft.FAMILY_ARP, name);
      table
          .set(SET, TYPE_IPV4_ADDRESS, addresses)
          .chain("in", Nft.HOOK_ARP_IN)
          .chain("out", Nft.HOOK_ARP_OUT)
          .rule(
              "in",
              new NftRule()
                  .comesFrom(interfaceName)
                  .addressIn(SET, TARGET_ADDRESS, ADDRESS_BYTES)
                  .verdict(Nft.DROP))
          .commit();
      return new ArpGuard(interfaceName, table);
    } catch (IOException e) {
      if (table != null) {
        table.close();
      }
      throw new IOException(
          "virtual-mac cannot keep "
              + interfaceName
              + " from answering ARP for the virtual addresses: "
              + e.getMessage()
              + "; it needs nf_tables with the ARP family (Linux 5.12), or the settings"
              + " net.ipv4.conf."
              + interfaceName
              + ".arp_ignore = 1 and .arp_announce = 2",
          e);
    }
  }

  private static boolean hostIsSilent(String interfaceName) {
    int ignore = Sysctl.ipv4(interfaceName, "arp_ignore");
    return (ignore == 1 || ignore == 2) && Sysctl.ipv4(interfaceName, "arp_announce") == 2;
  }

  /** From now on the interface asks in the name of this address of its own. */
  void askAs(Inet4Address own) throws IOException {
    if (table == null || own.equals(source)) {
      return;
    }
    table
        .flush("out")
        .rule(
            "out",
            new NftRule()
                .leavesThrough(interfaceName)
                .addressIn(SET, SENDER_ADDRESS, ADDRESS_BYTES)
                .write(SENDER_ADDRESS, own.getAddress()))
        .commit();
    source = own;
  }

  @Override
  public void close() {
    if (table != null) {
      table.close();
    }
  }
}
