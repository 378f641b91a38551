package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.util.List;

/**
 * One VRRP advertisement as a value.
 *
 * @param version 2 or 3
 * @param vrid the virtual router's number on its link, 1 to 255
 * @param priority 0 when a MASTER resigns, else 1 to 255
 * @param intervalNanos the sender's advertisement interval
 * @param addresses the virtual addresses in the order on the wire
 */
public record Advertisement(
    VrrpVersion version, int vrid, int priority, long intervalNanos, List<InetAddress> addresses) {

  public Advertisement {
    addresses = List.copyOf(addresses);
  }
}
