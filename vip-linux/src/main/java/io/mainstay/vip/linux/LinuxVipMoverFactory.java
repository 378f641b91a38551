package io.mainstay.vip.linux;

import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipMoverFactory;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the mover {@code linux}: virtual addresses on this host, through netlink, without running a
 * command. Needs CAP_NET_ADMIN. The settings:
 *
 * <ul>
 *   <li>{@code form}: {@code auto} (the default), {@code process-bound}, {@code leased} or {@code
 *       permanent}. Process-bound addresses are IPv4 only; {@code auto} takes that form where
 *       /dev/net/tun can be opened and {@code arp_ignore} is 0, and leased otherwise.
 *   <li>{@code lease}: how long a leased address outlives the last renewal, in whole seconds; 2 s.
 *   <li>{@code device}: the interface to put the addresses on, when it is not the router's.
 *   <li>{@code virtual-mac}: {@code ipv4/51}, the family and VRID of the virtual router whose MAC
 *       address answers for the addresses. They live, leased or permanent, on a macvlan that is
 *       made for them and is up only while one of them is held. Goes with {@link
 *       LinuxVrrpIo#useVirtualMac}.
 *   <li>{@code accept}: {@code false} drops what is sent to the addresses, as RFC 9568 asks of a
 *       router that does not own them and has Accept_Mode off; ARP and Neighbor Discovery go on.
 * </ul>
 *
 * <p>A process-bound address goes when the mover is closed. A leased address must be acquired again
 * well before its lease runs out, a few times a second.
 */
public final class LinuxVipMoverFactory implements VipMoverFactory {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxVipMoverFactory.class);

  @Override
  public VipMover create(List<VirtualAddress> addresses, Map<String, String> settings) {
    LinuxVipSettings parsed = LinuxVipSettings.parse(settings);
    try (Closing closing = new Closing()) {
      LinuxPlatform.check();
      NetlinkClient netlink = closing.add(NetlinkClient.open(), NetlinkClient::close);
      checkCapability(netlink);
      InterfaceHolder leftovers = new InterfaceHolder(netlink, parsed, AddressTerms.FOR_EVER);
      for (VirtualAddress address : addresses) {
        leftovers.removeLeftover(address);
      }
      for (String name : interfaces(addresses, parsed)) {
        LeftoverDevices.remove(netlink, name);
      }
      if (!parsed.accepts() && !addresses.isEmpty()) {
        closing.add(acceptGuard(netlink, addresses, parsed), AcceptGuard::close);
      }
      Map<VirtualAddress, AddressHolder> holders =
          new FormChoice(netlink, parsed, closing).holders(addresses);
      for (VirtualAddress address : addresses) {
        if (holders.get(address) instanceof InterfaceHolder) {
          warnOfNeighbours(address, parsed);
        }
      }
      return new LinuxVipMover(
          holders,
          new UnansweredNeighbors(netlink)::askAnew,
          closing.release(),
          TimeUnit.SECONDS.toNanos(parsed.leaseSeconds()),
          System::nanoTime);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Set<String> interfaces(List<VirtualAddress> addresses, LinuxVipSettings settings) {
    return addresses.stream().map(settings::interfaceOf).collect(Collectors.toSet());
  }

  private static AcceptGuard acceptGuard(
      NetlinkClient netlink, List<VirtualAddress> addresses, LinuxVipSettings settings)
      throws IOException {
    String name = settings.interfaceOf(addresses.get(0));
    List<String> interfaces = new ArrayList<>(List.of(name));
    LinkEntry link = netlink.link(name);
    settings
        .virtualMac()
        .ifPresent(
            mac -> interfaces.addAll(VirtualMacDevice.names(mac, link == null ? 0 : link.index())));
    return AcceptGuard.open(
        "mainstay-" + name + "-" + addresses.get(0).address().getHostAddress(),
        addresses.stream().map(VirtualAddress::address).toList(),
        interfaces);
  }

  @Override
  public void check(Map<String, String> settings) {
    LinuxVipSettings.parse(settings);
  }

  @Override
  public Set<String> plainSettings() {
    return LinuxVipSettings.NAMES;
  }

  /** Removes an address from interface 0, which does not exist: refused first, or not found. */
  private static void checkCapability(NetlinkClient netlink) throws IOException {
    try {
      netlink.deleteAddress(0, InetAddress.getByAddress(new byte[4]), 32);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EPERM) {
        throw new IOException(LinuxCapabilities.netAdmin("to move addresses, the linux mover"), e);
      }
    }
  }

  /** With its subnet's first address the kernel removes the others, unless it may promote one. */
  private static void warnOfNeighbours(VirtualAddress address, LinuxVipSettings settings) {
    String name = settings.interfaceOf(address);
    if (address.address() instanceof Inet4Address
        && address.prefixLength() < 32
        && Sysctl.ipv4(name, "promote_secondaries") == 0) {
      LOG.warn(
          "{}: to remove the first address of a subnet removes the others too; give it the prefix"
              + " /32 or set net.ipv4.conf.{}.promote_secondaries = 1",
          address,
          name);
    }
  }
}
