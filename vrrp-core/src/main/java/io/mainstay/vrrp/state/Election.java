package io.mainstay.vrrp.state;

import java.net.InetAddress;
import java.util.Arrays;

/** Who should be MASTER of two routers that both advertise (RFC 9568 Section 6.4.3). */
final class Election {

  /** What the other router is, compared with this one. */
  enum Rival {
    HIGHER_PRIORITY,
    HIGHER_ADDRESS,
    SAME_ADDRESS,
    LOWER
  }

  private Election() {}

  static Rival judge(
      int localPriority, InetAddress localAddress, int rivalPriority, InetAddress rivalAddress) {
    if (rivalPriority != localPriority) {
      return rivalPriority > localPriority ? Rival.HIGHER_PRIORITY : Rival.LOWER;
    }
    // Addresses are unsigned numbers in network order: 192.0.2.1 is above 10.0.0.1.
    int order = Arrays.compareUnsigned(rivalAddress.getAddress(), localAddress.getAddress());
    if (order == 0) {
      return Rival.SAME_ADDRESS;
    }
    return order > 0 ? Rival.HIGHER_ADDRESS : Rival.LOWER;
  }
}
