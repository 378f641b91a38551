package io.mainstay.vip.linux;

import java.net.InetAddress;

/**
 * What the kernel knows of the way to one neighbour, as RTM_NEWNEIGH tells it.
 *
 * @param state NUD_…
 */
record NeighborEntry(int interfaceIndex, InetAddress address, int state) {

  /** Reads the message under the cursor, which must be of that type. */
  static NeighborEntry decode(NetlinkCursor message) throws MalformedNetlinkException {
    message.body(Netlink.NEIGHBOR_BODY_BYTES);
    byte[] address = {};
    while (message.nextAttribute()) {
      if (message.attributeType() == Netlink.NDA_DST) {
        address = message.attributeBytes();
      }
    }
    return new NeighborEntry(
        message.bodyInt(4),
        AddressEntry.address(message.bodyByte(0), address),
        message.bodyShort(8));
  }

  /** The kernel has asked for it, on a link that may have been dead then, and waits. */
  boolean unanswered() {
    return state == Netlink.NUD_INCOMPLETE;
  }
}
