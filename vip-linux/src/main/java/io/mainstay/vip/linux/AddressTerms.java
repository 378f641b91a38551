package io.mainstay.vip.linux;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * On what terms an address is put on an interface: for how long, and marked as ours, so that what a
 * crash leaves behind is recognised later.
 *
 * @param validSeconds how long it lives without being renewed, or {@link #FOR_EVER}
 * @param label IPv4 only; empty for the kernel's own choice
 */
record AddressTerms(boolean ipv6, int validSeconds, String label) {
  static final int FOR_EVER = -1;

  /** Our number among the address protocols (IFA_PROTO); 0 to 3 are the kernel's. */
  static final int PROTOCOL = 77;

  private static final String LABEL_SUFFIX = ":ms";
  private static final int LABEL_MAX_BYTES = 15;

  static AddressTerms of(InetAddress address, String interfaceName, int validSeconds) {
    boolean ipv6 = address instanceof Inet6Address;
    return new AddressTerms(ipv6, validSeconds, ipv6 ? "" : label(interfaceName));
  }

  /**
   * Kernels before 5.18 keep no protocol, but they keep a label; a long name has no room for it.
   */
  static String label(String interfaceName) {
    String label = interfaceName + LABEL_SUFFIX;
    return label.length() <= LABEL_MAX_BYTES ? label : "";
  }

  /**
   * Whether we put this configured address there. On a kernel that keeps no protocol, an IPv6
   * address is recognised by what only a virtual address has: no duplicate detection, and never to
   * be chosen as a source.
   */
  static boolean ours(AddressEntry entry, String interfaceName) {
    if (entry.protocol() != 0) {
      return entry.protocol() == PROTOCOL;
    }
    if (entry.address() instanceof Inet6Address) {
      return entry.has(Netlink.IFA_F_NODAD) && entry.has(Netlink.IFA_F_DEPRECATED);
    }
    return !entry.label().isEmpty() && entry.label().equals(label(interfaceName));
  }

  void encode(NetlinkEncoder encoder) {
    encoder.attribute(Netlink.IFA_PROTO, (byte) PROTOCOL);
    if (ipv6) {
      // The address may still be at the other node for a moment, and duplicate detection would then
      // disable it here. Preferred for 0 seconds: never chosen as the source of this host's own
      // connections.
      encoder.number(Netlink.IFA_FLAGS, Netlink.IFA_F_NODAD).lifetimes(0, validSeconds);
    } else {
      encoder.lifetimes(validSeconds, validSeconds);
      if (!label.isEmpty()) {
        encoder.text(Netlink.IFA_LABEL, label);
      }
    }
  }
}
