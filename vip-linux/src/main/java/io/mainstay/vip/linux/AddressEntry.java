package io.mainstay.vip.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * One address on one interface, as RTM_NEWADDR and RTM_DELADDR tell it.
 *
 * @param label IPv4 only, otherwise empty
 * @param protocol who put it there (IFA_PROTO, since Linux 5.18), 0 when the kernel does not say
 */
record AddressEntry(
    int interfaceIndex,
    InetAddress address,
    int prefixLength,
    int flags,
    String label,
    int protocol) {

  /** Reads the message under the cursor, which must be of one of the two types. */
  static AddressEntry decode(NetlinkCursor message) throws MalformedNetlinkException {
    message.body(Netlink.ADDRESS_BODY_BYTES);
    int family = message.bodyByte(0);
    int flags = message.bodyByte(2);
    byte[] address = {};
    boolean local = false;
    String label = "";
    int protocol = 0;
    while (message.nextAttribute()) {
      switch (message.attributeType()) {
        case Netlink.IFA_ADDRESS -> {
          // On a point-to-point link this is the peer, and IFA_LOCAL is the host's own.
          if (!local) {
            address = message.attributeBytes();
          }
        }
        case Netlink.IFA_LOCAL -> {
          address = message.attributeBytes();
          local = true;
        }
        case Netlink.IFA_LABEL -> label = message.attributeText();
        case Netlink.IFA_FLAGS -> flags = message.attributeInt();
        case Netlink.IFA_PROTO -> protocol = message.attributeByte();
        default -> {}
      }
    }
    return new AddressEntry(
        message.bodyInt(4), address(family, address), message.bodyByte(1), flags, label, protocol);
  }

  static InetAddress address(int family, byte[] bytes) throws MalformedNetlinkException {
    if (bytes.length != (family == Libc.AF_INET ? 4 : 16)) {
      throw new MalformedNetlinkException(
          "an address of " + bytes.length + " bytes in family " + family);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the kernel sends from it: not while, and not after, it is found to be a duplicate. */
  boolean usable() {
    return !has(Netlink.IFA_F_DADFAILED)
        && (!has(Netlink.IFA_F_TENTATIVE) || has(Netlink.IFA_F_OPTIMISTIC));
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
