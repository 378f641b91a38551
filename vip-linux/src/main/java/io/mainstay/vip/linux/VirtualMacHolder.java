package io.mainstay.vip.linux;

import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.packet.VirtualMac;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds addresses on a device with the virtual router's MAC address, which is up as long as it
 * holds one.
 */
final class VirtualMacHolder implements AddressHolder, AutoCloseable {
  /** How soon it is noticed that the interface's own address changed. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final NetlinkClient netlink;
  private final String parent;
  private final List<VirtualAddress> addresses;
  private final VirtualMacDevice device;
  private final ArpGuard guard;
  private final NamespaceLock lock;
  private final AddressHolder onDevice;
  private final LongSupplier nanoClock;

  /** What is on the device, as it is there, for each address that was asked for. */
  private final Map<VirtualAddress, VirtualAddress> held = new HashMap<>();

  private long lookNanos;

  private VirtualMacHolder(
      NetlinkClient netlink,
      String parent,
      List<VirtualAddress> addresses,
      VirtualMacDevice device,
      ArpGuard guard,
      NamespaceLock lock,
      AddressHolder onDevice,
      LongSupplier nanoClock) {
    this.netlink = netlink;
    this.parent = parent;
    this.addresses = addresses;
    this.device = device;
    this.guard = guard;
    this.lock = lock;
    this.onDevice = onDevice;
    this.nanoClock = nanoClock;
    lookNanos = nanoClock.getAsLong();
  }

  /**
   * Makes the device and the guard.
   *
   * @param addresses all those of one virtual router, on one interface
   * @param onDevice holds addresses on the interface that they name
   */
  static VirtualMacHolder open(
      NetlinkClient netlink,
      VirtualMac mac,
      List<VirtualAddress> addresses,
      AddressHolder onDevice,
      LongSupplier nanoClock)
      throws IOException {
    String parent = addresses.get(0).interfaceName();
    refuseOnParent(netlink, parent, addresses);
    List<Inet4Address> ipv4 =
        addresses.stream()
            .map(VirtualAddress::address)
            .filter(Inet4Address.class::isInstance)
            .map(Inet4Address.class::cast)
            .toList();
    if (!ipv4.isEmpty() && Sysctl.ipv4Own("all", "arp_filter") == 1) {
      throw new IOException(
          "net.ipv4.conf.all.arp_filter is 1, so a device for virtual-mac would answer no ARP; set"
              + " it to 0, and to 1 where it is wanted");
    }
    try (Closing closing = new Closing()) {
      // First, because two processes cannot both have it.
      ArpGuard guard =
          closing.add(ArpGuard.open(parent, tableName(parent, mac), ipv4), ArpGuard::close);
      NamespaceLock lock = closing.add(lock(parent, mac), NamespaceLock::close);
      VirtualMacDevice device =
          VirtualMacDevice.open(
              netlink,
              parent,
              mac,
              ipv4.size() < addresses.size()
                  ? VirtualMacDevice.Ipv6.ON
                  : VirtualMacDevice.Ipv6.OFF);
      closing.release();
      return new VirtualMacHolder(
          netlink, parent, addresses, device, guard, lock, onDevice, nanoClock);
    }
  }

  private static NamespaceLock lock(String parent, VirtualMac mac) throws IOException {
    NamespaceLock lock = NamespaceLock.take(tableName(parent, mac));
    if (lock == null) {
      throw new IOException(
          "another process of this host answers for " + mac + " on " + parent + "; end it first");
    }
    return lock;
  }

  static String tableName(String parent, VirtualMac mac) {
    return "mainstay-"
        + parent
        + (mac.family() == AddressFamily.IPV4 ? "-ipv4-" : "-ipv6-")
        + mac.vrid();
  }

  /** There it would be answered for with the interface's own MAC address. */
  private static void refuseOnParent(
      NetlinkClient netlink, String parent, List<VirtualAddress> addresses) throws IOException {
    LinkEntry link = netlink.link(parent);
    List<InetAddress> virtual = addresses.stream().map(VirtualAddress::address).toList();
    for (AddressEntry entry : netlink.addresses()) {
      if (link != null
          && entry.interfaceIndex() == link.index()
          && virtual.contains(entry.address())) {
        throw new IOException(
            entry.address().getHostAddress()
                + " is on "
                + parent
                + " itself, not put there by Mainstay; remove it there, or set virtual-mac ="
                + " false");
      }
    }
  }

  @Override
  public VipOutcome acquire(VirtualAddress address) throws IOException {
    LinkEntry below = netlink.link(parent);
    if (below == null) {
      return KernelOutcome.noInterface(parent);
    }
    LinkEntry up = device.raise(below);
    VirtualAddress there = held.get(address);
    long nowNanos = nanoClock.getAsLong();
    if (there == null || lookNanos - nowNanos <= 0) {
      lookNanos = nowNanos + LOOK_NANOS;
      List<AddressEntry> own =
          netlink.addresses().stream()
              .filter(entry -> entry.interfaceIndex() == below.index())
              .toList();
      askAsOwn(own);
      if (there == null || !there.interfaceName().equals(up.name())) {
        there = new VirtualAddress(address.address(), prefix(address, own), up.name());
      }
    }
    held.put(address, there);
    return onDevice.acquire(there);
  }

  private void askAsOwn(List<AddressEntry> own) throws IOException {
    for (AddressEntry entry : own) {
      if (entry.address() instanceof Inet4Address address
          && addresses.stream().noneMatch(virtual -> virtual.address().equals(address))) {
        guard.askAs(address);
        return;
      }
    }
  }

  /**
   * A network that the interface is in keeps its one route through the interface; a link-local
   * address needs its route to answer through the device at all.
   */
  private static int prefix(VirtualAddress address, List<AddressEntry> own) {
    InetAddress virtual = address.address();
    if (virtual.isLinkLocalAddress() && !(virtual instanceof Inet4Address)) {
      return 64;
    }
    boolean covered =
        own.stream().anyMatch(entry -> sameNetwork(entry.address(), virtual, entry.prefixLength()));
    return covered ? virtual.getAddress().length * 8 : address.prefixLength();
  }

  private static boolean sameNetwork(InetAddress one, InetAddress other, int prefix) {
    byte[] a = one.getAddress();
    byte[] b = other.getAddress();
    if (a.length != b.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      if (((a[bit / 8] ^ b[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public VipOutcome release(VirtualAddress address) throws IOException {
    VirtualAddress there = held.get(address);
    LinkEntry found = device.find(netlink.link(parent));
    VipOutcome outcome = new VipOutcome.Released();
    if (found != null) {
      if (held.keySet().stream().allMatch(address::equals)) {
        // First, because a device that is down answers for nothing at once.
        device.lower(found);
      }
      if (there != null) {
        outcome = onDevice.release(there);
      }
    }
    held.remove(address);
    return outcome;
  }

  @Override
  public boolean holds(VirtualAddress address) throws IOException {
    VirtualAddress there = held.get(address);
    return there != null && onDevice.holds(there);
  }

  @Override
  public String description() {
    return "on a device with the virtual MAC address, " + onDevice.description();
  }

  /** Removes the device, with the addresses on it, and then the guard. */
  @Override
  public void close() {
    device.close();
    guard.close();
    lock.close();
  }
}
