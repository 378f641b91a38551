package io.mainstay.vip.linux;

import io.mainstay.vip.AddressScope;
import io.mainstay.vip.VirtualAddress;
import java.net.Inet6Address;

/**
 * On what terms an address is put on an interface: for how long, and marked as ours, so that what a
 * crash leaves behind is recognised later.
 *
 * @param validSeconds how long it lives without being renewed, or {@link #FOR_EVER}
 * @param scope the kernel's number (RT_SCOPE_…); it ignores that of an IPv6 address
 * @param label IPv4 only; empty for the kernel's own choice
 */
record AddressTerms(boolean ipv6, int validSeconds, int scope, String label) {
  static final int FOR_EVER = -1;

  /** Our number among the address protocols (IFA_PROTO); 0 to 3 are the kernel's. */
  static final int PROTOCOL = 77;

  private static final String LABEL_SUFFIX = ":ms";
  private static final int LABEL_MAX_BYTES = 15;

  /**
   * @param interfaceName where it is put, which need not be where hosts reach it
   */
  static AddressTerms of(VirtualAddress address, String interfaceName, int validSeconds) {
    boolean ipv6 = address.address() instanceof Inet6Address;
    String label = address.label().isEmpty() ? label(interfaceName) : address.label();
    return new AddressTerms(
        ipv6, validSeconds, ipv6 ? 0 : number(address.scope()), ipv6 ? "" : label);
  }

  private static int number(AddressScope scope) {
    return switch (scope) {
      case GLOBAL -> Netlink.RT_SCOPE_UNIVERSE;
      case SITE -> Netlink.RT_SCOPE_SITE;
      case LINK -> Netlink.RT_SCOPE_LINK;
      case HOST -> Netlink.RT_SCOPE_HOST;
    };
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
   * be chosen as a source; an IPv4 address by its label.
   *
   * @param configured the address as configured
   */
  static boolean ours(AddressEntry entry, VirtualAddress configured, String interfaceName) {
    if (entry.protocol() != 0) {
      return entry.protocol() == PROTOCOL;
    }
    if (entry.address() instanceof Inet6Address) {
      return entry.has(Netlink.IFA_F_NODAD) && entry.has(Netlink.IFA_F_DEPRECATED);
    }
    String expected = configured.label().isEmpty() ? label(interfaceName) : configured.label();
    return !entry.label().isEmpty() && entry.label().equals(expected);
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
