package io.mainstay.vip.linux;

/** Reads how a request ended from its last message, NLMSG_ERROR or NLMSG_DONE. */
final class NetlinkVerdict {
  private NetlinkVerdict() {}

  /** Returns when the request succeeded: an error of number 0 is the acknowledgement. */
  static void check(String what, NetlinkCursor message)
      throws ErrnoException, MalformedNetlinkException {
    message.body(4);
    int errno = -message.bodyInt(0);
    if (errno == 0 || (errno < 0 && message.type() == Netlink.NLMSG_DONE)) {
      return;
    }
    throw new ErrnoException(what + explanation(message), errno);
  }

  /** What the kernel says in words, which it does when NETLINK_EXT_ACK is set. */
  private static String explanation(NetlinkCursor message) throws MalformedNetlinkException {
    if (message.type() != Netlink.NLMSG_ERROR || (message.flags() & Netlink.NLM_F_ACK_TLVS) == 0) {
      return "";
    }
    // The error number, then the header of the request, and the whole request unless it is capped.
    int skip = 4 + Netlink.HEADER_BYTES;
    message.body(skip);
    if ((message.flags() & Netlink.NLM_F_CAPPED) == 0) {
      int requestBytes = message.bodyInt(4);
      if (requestBytes < Netlink.HEADER_BYTES) {
        throw new MalformedNetlinkException("an error about a request of " + requestBytes);
      }
      skip = Math.addExact(4, requestBytes);
      message.body(skip);
    }
    while (message.nextAttribute()) {
      if (message.attributeType() == Netlink.NLMSGERR_ATTR_MSG) {
        return " (" + message.attributeText() + ")";
      }
    }
    return "";
  }
}
