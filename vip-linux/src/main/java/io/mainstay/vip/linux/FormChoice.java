package io.mainstay.vip.linux;

import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.packet.VirtualMac;
import java.io.IOException;
import java.net.Inet4Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses each address's form, says which and why, and opens the TUN device when one needs it. */
final class FormChoice {
  private static final Logger LOG = LoggerFactory.getLogger(FormChoice.class);

  private final NetlinkClient netlink;
  private final LinuxVipSettings settings;
  private final Closing closing;
  private final AddressHolder leased;
  private final AddressHolder permanent;
  private @Nullable ProcessBoundHolder processBound;
  private @Nullable String deviceProblem;

  FormChoice(NetlinkClient netlink, LinuxVipSettings settings, Closing closing) {
    this.netlink = netlink;
    this.settings = settings;
    this.closing = closing;
    leased = new InterfaceHolder(netlink, settings, settings.leaseSeconds());
    permanent = new InterfaceHolder(netlink, settings, AddressTerms.FOR_EVER);
  }

  Map<VirtualAddress, AddressHolder> holders(List<VirtualAddress> addresses) throws IOException {
    Map<VirtualAddress, AddressHolder> holders = new HashMap<>();
    if (settings.virtualMac().isPresent() && !addresses.isEmpty()) {
      AddressHolder holder = withVirtualMac(settings.virtualMac().get(), addresses);
      for (VirtualAddress address : addresses) {
        LOG.info("{} is {}", address, holder.description());
        holders.put(address, holder);
      }
      return holders;
    }
    for (VirtualAddress address : addresses) {
      Choice choice =
          switch (settings.form()) {
            case AUTO, PROCESS_BOUND -> processBoundIfPossible(address);
            case LEASED -> new Choice(leased, "as set");
            case PERMANENT -> new Choice(permanent, "as set");
          };
      LOG.info("{} is {} ({})", address, choice.holder().description(), choice.reason());
      holders.put(address, choice.holder());
    }
    return holders;
  }

  private AddressHolder withVirtualMac(VirtualMac mac, List<VirtualAddress> addresses)
      throws IOException {
    return closing.add(
        VirtualMacHolder.open(
            netlink,
            mac,
            addresses,
            settings.form() == AddressForm.PERMANENT ? permanent : leased,
            System::nanoTime),
        VirtualMacHolder::close);
  }

  /** The form chosen and why. */
  private record Choice(AddressHolder holder, String reason) {}

  private Choice processBoundIfPossible(VirtualAddress address) {
    String obstacle = obstacle(address);
    if (processBound != null && obstacle == null) {
      return new Choice(processBound, "this host allows it");
    }
    if (settings.form() == AddressForm.PROCESS_BOUND) {
      throw new IllegalArgumentException(
          address + " cannot be process-bound: " + obstacle + "; use form = auto or leased");
    }
    return new Choice(leased, "not process-bound because " + obstacle);
  }

  /** Why the address cannot be process-bound, or null when it can. */
  private @Nullable String obstacle(VirtualAddress address) {
    if (!(address.address() instanceof Inet4Address)) {
      return "the kernel answers for IPv6 addresses of other devices only as a proxy";
    }
    String name = settings.interfaceOf(address);
    String obstacle = ProcessBoundHolder.obstacle(name);
    if (obstacle != null) {
      return obstacle;
    }
    openDevice();
    return deviceProblem;
  }

  private void openDevice() {
    if (processBound != null || deviceProblem != null) {
      return;
    }
    try {
      processBound =
          closing.add(ProcessBoundHolder.open(netlink, settings), ProcessBoundHolder::close);
    } catch (IOException e) {
      deviceProblem = e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }
}
