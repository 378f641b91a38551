package io.mainstay.vip.linux;

import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds IPv4 addresses on a device that lives and dies with this process. */
final class ProcessBoundHolder implements AddressHolder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessBoundHolder.class);

  private static final int HOST_PREFIX = 32;

  private final NetlinkClient netlink;
  private final LinuxVipSettings settings;
  private TunDevice device;

  private ProcessBoundHolder(NetlinkClient netlink, LinuxVipSettings settings, TunDevice device) {
    this.netlink = netlink;
    this.settings = settings;
    this.device = device;
  }

  static ProcessBoundHolder open(NetlinkClient netlink, LinuxVipSettings settings)
      throws IOException {
    return new ProcessBoundHolder(netlink, settings, TunDevice.open(netlink));
  }

  /** Why hosts on this interface could not reach an address of another device, or null. */
  static @Nullable String obstacle(String interfaceName) {
    int arpIgnore = Sysctl.ipv4(interfaceName, "arp_ignore");
    return arpIgnore == 0 ? null : "net.ipv4.conf." + interfaceName + ".arp_ignore is " + arpIgnore;
  }

  @Override
  public VipOutcome acquire(VirtualAddress address) throws IOException {
    String name = settings.interfaceOf(address);
    if (netlink.link(name) == null) {
      return KernelOutcome.noInterface(name);
    }
    String obstacle = obstacle(name);
    if (obstacle != null) {
      return new VipOutcome.Refused(
          address + " would not be reached: " + obstacle + " now; set form = leased");
    }
    mendDevice();
    try {
      // A host route alone: the interface's own prefix must not lead into the device.
      netlink.addAddress(
          device.index(),
          address.address(),
          HOST_PREFIX,
          AddressTerms.of(address, device.name(), AddressTerms.FOR_EVER),
          Netlink.NLM_F_EXCL);
      return new VipOutcome.Held(false);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EEXIST) {
        return new VipOutcome.Held(true);
      }
      throw e;
    }
  }

  /** On a device that someone deleted or set down, no address answers. */
  private void mendDevice() throws IOException {
    LinkEntry link = netlink.link(device.name());
    if (link == null || link.index() != device.index()) {
      LOG.warn("{} was deleted by someone and is made anew", device.name());
      device.close();
      device = TunDevice.open(netlink);
    } else if (!link.has(Netlink.IFF_UP)) {
      LOG.warn("{} was set down by someone and is set up again", device.name());
      netlink.raiseLink(device.index());
    }
  }

  @Override
  public VipOutcome release(VirtualAddress address) throws IOException {
    try {
      netlink.deleteAddress(device.index(), address.address(), HOST_PREFIX);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EADDRNOTAVAIL && e.errno() != Errno.ENODEV) {
        throw e;
      }
    }
    return new VipOutcome.Released();
  }

  @Override
  public boolean holds(VirtualAddress address) throws IOException {
    return netlink.addresses().stream()
        .anyMatch(
            entry ->
                entry.interfaceIndex() == device.index()
                    && entry.address().equals(address.address()));
  }

  @Override
  public String description() {
    return "process-bound on " + device.name() + ": it vanishes with this process";
  }

  /** Takes the device away, with the addresses on it. */
  @Override
  public void close() {
    device.close();
  }
}
