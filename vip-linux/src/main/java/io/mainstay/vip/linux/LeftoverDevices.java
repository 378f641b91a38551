package io.mainstay.vip.linux;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.packet.VirtualMac;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the devices with virtual MAC addresses that a killed process left on an interface, also
 * when no router there has such an address any more. A device is ours when it is a macvlan on the
 * interface with a router's MAC address and our mark, and no living process has its lock.
 */
final class LeftoverDevices {
  /** As alias; see {@code ip -d link}. */
  static final String MARK = "mainstay virtual-mac";

  private static final Logger LOG = LoggerFactory.getLogger(LeftoverDevices.class);

  /** What RFC 9568 Section 7.3 gives to IPv4 and to IPv6; the VRID follows. */
  private static final byte[] IPV4_PREFIX = {0, 0, 0x5e, 0, 1};

  private static final byte[] IPV6_PREFIX = {0, 0, 0x5e, 0, 2};
  private static final int MAC_BYTES = 6;

  private LeftoverDevices() {}

  static void remove(NetlinkClient netlink, String interfaceName) throws IOException {
    LinkEntry below = netlink.link(interfaceName);
    if (below == null) {
      return;
    }
    for (LinkEntry link : netlink.links()) {
      VirtualMac mac = macOfOurs(link, below);
      if (mac != null) {
        removeUnlessUsed(netlink, link, VirtualMacHolder.tableName(interfaceName, mac));
      }
    }
  }

  private static void removeUnlessUsed(NetlinkClient netlink, LinkEntry link, String lockName)
      throws IOException {
    try (NamespaceLock lock = NamespaceLock.take(lockName)) {
      if (lock != null) {
        netlink.deleteLink(link.index());
        LOG.info("{} was left by an earlier run and is removed", link.name());
      }
    }
  }

  private static @Nullable VirtualMac macOfOurs(LinkEntry link, LinkEntry below) {
    byte[] mac = link.hardwareAddress();
    if (!link.kind().equals(VirtualMacDevice.KIND)
        || !link.alias().equals(MARK)
        || link.parentIndex() != below.index()
        || mac.length != MAC_BYTES
        || mac[MAC_BYTES - 1] == 0) {
      return null;
    }
    byte[] prefix = Arrays.copyOf(mac, MAC_BYTES - 1);
    int vrid = mac[MAC_BYTES - 1] & 0xff;
    if (Arrays.equals(prefix, IPV4_PREFIX)) {
      return new VirtualMac(AddressFamily.IPV4, vrid);
    }
    return Arrays.equals(prefix, IPV6_PREFIX) ? new VirtualMac(AddressFamily.IPV6, vrid) : null;
  }
}
