package io.mainstay.vip.linux;

/**
 * One interface, as RTM_NEWLINK and RTM_DELLINK tell it.
 *
 * @param hardwareType ARPHRD_…, 1 for Ethernet
 * @param parentIndex the interface that it is made on (IFLA_LINK), 0 when there is none
 * @param kind what kind of virtual device it is, such as {@code macvlan}; empty for a real one
 * @param alias what somebody calls it for people, empty when nobody does
 * @param hardwareAddress its MAC address, with the length the kernel gives; empty when it has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LinkEntry(
    int index,
    String name,
    int flags,
    int hardwareType,
    int mtuBytes,
    int parentIndex,
    String kind,
    String alias,
    byte[] hardwareAddress) {

  /** Reads the message under the cursor, which must be of one of the two types. */
  static LinkEntry decode(NetlinkCursor message) throws MalformedNetlinkException {
    message.body(Netlink.LINK_BODY_BYTES);
    String name = "";
    int mtuBytes = 0;
    int parentIndex = 0;
    String kind = "";
    String alias = "";
    byte[] hardwareAddress = {};
    while (message.nextAttribute()) {
      switch (message.attributeType()) {
        case Netlink.IFLA_IFNAME -> name = message.attributeText();
        case Netlink.IFLA_MTU -> mtuBytes = message.attributeInt();
        case Netlink.IFLA_LINK -> parentIndex = message.attributeInt();
        case Netlink.IFLA_LINKINFO -> kind = message.attributeWithin(Netlink.IFLA_INFO_KIND);
        case Netlink.IFLA_IFALIAS -> alias = message.attributeText();
        case Netlink.IFLA_ADDRESS -> hardwareAddress = message.attributeBytes();
        default -> {}
      }
    }
    return new LinkEntry(
        message.bodyInt(4),
        name,
        message.bodyInt(8),
        message.bodyShort(2),
        mtuBytes,
        parentIndex,
        kind,
        alias,
        hardwareAddress);
  }

  /** Administratively up and with carrier. */
  boolean running() {
    return has(Netlink.IFF_UP) && has(Netlink.IFF_RUNNING);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
