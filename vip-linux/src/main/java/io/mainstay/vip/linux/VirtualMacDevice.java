package io.mainstay.vip.linux;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.packet.VirtualMac;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The macvlan that answers with a virtual router's MAC address. It exists as long as the mover and
 * is up only while an address is held; down, the kernel does not know its MAC address. Nothing is
 * changed or deleted that is not a macvlan of the expected name, MAC address and interface.
 *
 * <p>It is in bridge mode. In private mode the kernel takes every broadcast or multicast frame from
 * the device's own MAC address for one that came back, and gives it to the device alone; but
 * another node's advertisements come from the very same address, and are heard on the interface.
 */
final class VirtualMacDevice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VirtualMacDevice.class);

  static final String KIND = "macvlan";

  private static final int IPV4_DEVCONF_FORWARDING = 1;
  private static final int IPV4_DEVCONF_RP_FILTER = 8;
  private static final int IPV4_DEVCONF_ARP_IGNORE = 19;
  private static final int IPV4_DEVCONF_PROMOTE_SECONDARIES = 20;

  private final NetlinkClient netlink;
  private final String parent;
  private final VirtualMac mac;
  private final Ipv6 ipv6;
  private @Nullable String name;

  /** Whether the device is to carry IPv6 addresses. */
  enum Ipv6 {
    ON,
    OFF
  }

  private VirtualMacDevice(NetlinkClient netlink, String parent, VirtualMac mac, Ipv6 ipv6) {
    this.netlink = netlink;
    this.parent = parent;
    this.mac = mac;
    this.ipv6 = ipv6;
  }

  /**
   * Removes what a killed process left and makes the device anew, down. Without the interface it is
   * made later, by {@link #raise}.
   *
   * @throws IOException when it cannot be made; one line for the operator
   */
  static VirtualMacDevice open(NetlinkClient netlink, String parent, VirtualMac mac, Ipv6 ipv6)
      throws IOException {
    VirtualMacDevice device = new VirtualMacDevice(netlink, parent, mac, ipv6);
    LinkEntry below = netlink.link(parent);
    if (below == null) {
      LOG.warn("there is no interface {} yet; the device for {} is made later", parent, mac);
    } else {
      device.removeLeftovers(below);
      device.make(below);
    }
    return device;
  }

  /** The names it may have, the second one for when another interface has the same VRID. */
  static List<String> names(VirtualMac mac, int parentIndex) {
    String name = (mac.family() == AddressFamily.IPV4 ? "vrrp4-" : "vrrp6-") + mac.vrid();
    return List.of(name, name + "-" + parentIndex);
  }

  private void removeLeftovers(LinkEntry below) throws IOException {
    for (String candidate : names(mac, below.index())) {
      LinkEntry found = netlink.link(candidate);
      if (found != null && isOurs(found, below)) {
        netlink.deleteLink(found.index());
        LOG.info("{} was left by an earlier run and is removed", candidate);
      }
    }
  }

  /** A device with another MAC address, or of another kind, is somebody else's. */
  private boolean isOurs(LinkEntry found, LinkEntry below) {
    return hasOurMac(found) && found.parentIndex() == below.index();
  }

  private boolean hasOurMac(LinkEntry found) {
    return found.kind().equals(KIND) && Arrays.equals(found.hardwareAddress(), mac.toBytes());
  }

  private LinkEntry make(LinkEntry below) throws IOException {
    String free = freeName(below);
    try {
      netlink.addMacvlan(free, below.index(), mac.toBytes());
    } catch (ErrnoException e) {
      throw explain(free, e);
    }
    name = free;
    LinkEntry made = netlink.link(free);
    if (made == null || !isOurs(made, below)) {
      throw new IOException(free + " was taken away by someone as soon as it was made");
    }
    netlink.aliasLink(made.index(), LeftoverDevices.MARK);
    configure(made);
    LOG.info("made {} on {} with {}", free, parent, mac);
    return made;
  }

  private String freeName(LinkEntry below) throws IOException {
    String taken = "";
    for (String candidate : names(mac, below.index())) {
      LinkEntry found = netlink.link(candidate);
      if (found == null) {
        return candidate;
      }
      taken = candidate;
      if (!hasOurMac(found)) {
        break;
      }
    }
    throw new IOException(
        "virtual-mac needs the name "
            + taken
            + ", which another device has (not a macvlan with "
            + mac
            + " on "
            + parent
            + "); rename or delete that device");
  }

  private IOException explain(String made, ErrnoException e) {
    String problem = "cannot make " + made + " on " + parent + " for virtual-mac: ";
    return switch (e.errno()) {
      case Errno.EPERM ->
          new IOException(LinuxCapabilities.netAdmin("to make " + made + ", virtual-mac"), e);
      case Errno.EOPNOTSUPP ->
          new IOException(
              problem
                  + "this kernel or container has no macvlan devices (EOPNOTSUPP); load the module"
                  + " macvlan on the host, or set virtual-mac = false",
              e);
      case Errno.EBUSY, Errno.EINVAL ->
          new IOException(
              problem
                  + e.getMessage()
                  + "; it must be an Ethernet interface that is not part of a bridge or bond",
              e);
      default -> new IOException(problem + e.getMessage(), e);
    };
  }

  /** While it is down, so that it never answers for anything but its own addresses. */
  private void configure(LinkEntry made) throws IOException {
    netlink.configureIpv4(
        made.index(),
        Map.of(
            // Only for an address of its own, not for the interface's.
            IPV4_DEVCONF_ARP_IGNORE,
            1,
            // Clients are reached through the interface, and this greater than a strict "all".
            IPV4_DEVCONF_RP_FILTER,
            2,
            IPV4_DEVCONF_PROMOTE_SECONDARIES,
            1,
            IPV4_DEVCONF_FORWARDING,
            Sysctl.ipv4Own(parent, "forwarding")));
    if (ipv6 == Ipv6.OFF) {
      Sysctl.ipv6Device(made.name(), "disable_ipv6", 1);
      return;
    }
    // A virtual MAC must not become part of an address (RFC 9568 Section 7.4).
    boolean silent = Sysctl.ipv6Device(made.name(), "disable_ipv6", 0);
    for (String setting : List.of("accept_ra", "autoconf")) {
      silent &= Sysctl.ipv6Device(made.name(), setting, 0);
    }
    Sysctl.ipv6Device(made.name(), "forwarding", Sysctl.ipv6Own(parent, "forwarding"));
    if (!silent) {
      LOG.warn(
          "{}: /proc/sys cannot be written, so the device keeps the defaults of this network"
              + " namespace; router advertisements may give it addresses of its own",
          made.name());
    }
  }

  /** Makes it if it is not there, and sets it up. */
  LinkEntry raise(LinkEntry below) throws IOException {
    LinkEntry device = find(below);
    if (device == null) {
      device = make(below);
    }
    if (!device.has(Netlink.IFF_UP)) {
      try {
        netlink.raiseLink(device.index());
      } catch (ErrnoException e) {
        if (e.errno() != Errno.EADDRINUSE) {
          throw e;
        }
        throw new IOException(
            "cannot set "
                + device.name()
                + " up: another device on "
                + parent
                + " is up with "
                + mac
                + "; does another VRRP daemon run VRID "
                + mac.vrid()
                + " here?",
            e);
      }
    }
    return device;
  }

  /** The device, or null when it is gone. */
  @Nullable LinkEntry find(@Nullable LinkEntry below) throws IOException {
    String known = name;
    if (known == null || below == null) {
      return null;
    }
    LinkEntry found = netlink.link(known);
    return found != null && isOurs(found, below) ? found : null;
  }

  /** Sets it down: it answers for nothing any more. */
  void lower(LinkEntry device) throws IOException {
    if (device.has(Netlink.IFF_UP)) {
      netlink.lowerLink(device.index());
    }
  }

  @Override
  public void close() {
    try {
      LinkEntry device = find(netlink.link(parent));
      if (device != null) {
        netlink.deleteLink(device.index());
      }
    } catch (IOException e) {
      LOG.warn("{} is not removed: {}", name, e.getMessage());
    }
  }
}
