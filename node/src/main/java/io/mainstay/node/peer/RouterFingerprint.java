package io.mainstay.node.peer;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * What two nodes must configure alike for a virtual router, except for its priority, which must
 * differ.
 *
 * @param vrid 1 to 255
 * @param preempt whether a higher priority takes over from a working lower one
 * @param priority the configured priority, 1 to 255
 * @param addresses the virtual addresses; empty for a pure election
 */
public record RouterFingerprint(
    int vrid,
    AddressFamily family,
    VrrpVersion version,
    Duration advertisementInterval,
    boolean preempt,
    int priority,
    List<InetAddress> addresses) {
  static final int MAX_ADDRESSES = 255;

  public RouterFingerprint {
    addresses = List.copyOf(addresses);
    if (addresses.size() > MAX_ADDRESSES) {
      throw new IllegalArgumentException("a virtual router has at most 255 addresses");
    }
  }
}
