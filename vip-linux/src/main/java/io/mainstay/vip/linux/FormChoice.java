package io.mainstay.vip.linux;

import io.mainstay.vip.VirtualAddress;
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
  private @Nullable ProcessBoundHolder processBound;
  private @Nullable String deviceProblem;

  FormChoice(NetlinkClient netlink, LinuxVipSettings settings, Closing closing) {
    this.netlink = netlink;
    this.settings = settings;
    this.closing = closing;
  }

  Map<VirtualAddress, AddressHolder> holders(List<VirtualAddress> addresses) {
    AddressHolder leased = new InterfaceHolder(netlink, settings, settings.leaseSeconds());
    AddressHolder permanent = new InterfaceHolder(netlink, settings, AddressTerms.FOR_EVER);
    Map<VirtualAddress, AddressHolder> holders = new HashMap<>();
    for (VirtualAddress address : addresses) {
      String reason = "form = " + settings.form().setting();
      AddressHolder holder;
      if (settings.form() == AddressForm.PERMANENT) {
        holder = permanent;
      } else if (settings.form() == AddressForm.LEASED) {
        holder = leased;
      } else {
        String obstacle = obstacle(address);
        if (obstacle != null && settings.form() == AddressForm.PROCESS_BOUND) {
          throw new IllegalArgumentException(
              address + " cannot be process-bound: " + obstacle + "; use form = auto or leased");
        }
        holder = obstacle == null && processBound != null ? processBound : leased;
        reason = obstacle == null ? reason : "not process-bound because " + obstacle;
      }
      LOG.info("{} is {} ({})", address, holder.description(), reason);
      holders.put(address, holder);
    }
    return holders;
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
      TunDevice device = closing.add(TunDevice.open(netlink), TunDevice::close);
      processBound = new ProcessBoundHolder(netlink, settings, device);
    } catch (IOException e) {
      deviceProblem = e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }
}
