package io.mainstay.vip.linux;

import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds addresses on the interface itself, leased or permanent. What someone else put there is
 * never changed and never removed: it may be the address the operator is logged in through.
 */
final class InterfaceHolder implements AddressHolder {
  private static final Logger LOG = LoggerFactory.getLogger(InterfaceHolder.class);

  private final NetlinkClient netlink;
  private final LinuxVipSettings settings;
  private final int validSeconds;

  /**
   * What this mover installed; on old kernels the mark alone does not tell it from a stranger's.
   */
  private final Set<VirtualAddress> installed = new HashSet<>();

  private final Set<VirtualAddress> foreign = new HashSet<>();

  /**
   * @param validSeconds the lease, or {@link AddressTerms#FOR_EVER}
   */
  InterfaceHolder(NetlinkClient netlink, LinuxVipSettings settings, int validSeconds) {
    this.netlink = netlink;
    this.settings = settings;
    this.validSeconds = validSeconds;
  }

  @Override
  public VipOutcome acquire(VirtualAddress address) throws IOException {
    String name = settings.interfaceOf(address);
    LinkEntry link = netlink.link(name);
    if (link == null) {
      return KernelOutcome.noInterface(name);
    }
    AddressTerms terms = AddressTerms.of(address.address(), name, validSeconds);
    try {
      // First as if it were not there, so that a removal by someone else does not go unnoticed.
      add(link, address, terms, Netlink.NLM_F_EXCL);
      installed.add(address);
      foreign.remove(address);
      return new VipOutcome.Held(false);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    if (installed.contains(address) || isOurs(link, address)) {
      installed.add(address);
      add(link, address, terms, Netlink.NLM_F_REPLACE);
    } else if (foreign.add(address)) {
      LOG.warn("{} was there already, not put there by Mainstay: used as it is", address);
    }
    return new VipOutcome.Held(true);
  }

  private void add(LinkEntry link, VirtualAddress address, AddressTerms terms, int flags)
      throws IOException {
    netlink.addAddress(link.index(), address.address(), address.prefixLength(), terms, flags);
  }

  private boolean isOurs(LinkEntry link, VirtualAddress address) throws IOException {
    return entries(link, address).stream().anyMatch(entry -> AddressTerms.ours(entry, link.name()));
  }

  private List<AddressEntry> entries(LinkEntry link, VirtualAddress address) throws IOException {
    return netlink.addresses().stream()
        .filter(entry -> entry.interfaceIndex() == link.index())
        .filter(entry -> entry.address().equals(address.address()))
        .toList();
  }

  @Override
  public VipOutcome release(VirtualAddress address) throws IOException {
    LinkEntry link = netlink.link(settings.interfaceOf(address));
    boolean ours = installed.remove(address);
    if (link == null) {
      return new VipOutcome.Released();
    }
    for (AddressEntry entry : entries(link, address)) {
      if (!ours && !AddressTerms.ours(entry, link.name())) {
        return new VipOutcome.Refused(
            address + " was not put there by Mainstay and is not removed; remove it by hand");
      }
      delete(entry);
    }
    return new VipOutcome.Released();
  }

  private void delete(AddressEntry entry) throws IOException {
    try {
      netlink.deleteAddress(entry.interfaceIndex(), entry.address(), entry.prefixLength());
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EADDRNOTAVAIL) {
        throw e;
      }
    }
  }

  @Override
  public boolean holds(VirtualAddress address) throws IOException {
    LinkEntry link = netlink.link(settings.interfaceOf(address));
    return link != null && entries(link, address).stream().anyMatch(AddressEntry::usable);
  }

  /** Removes what an earlier process of ours left on the interface. */
  void removeLeftover(VirtualAddress address) throws IOException {
    LinkEntry link = netlink.link(settings.interfaceOf(address));
    if (link == null) {
      return;
    }
    for (AddressEntry entry : entries(link, address)) {
      if (AddressTerms.ours(entry, link.name())) {
        delete(entry);
        LOG.info("{} was left by an earlier run and is removed", address);
      } else {
        LOG.warn("{} is there already, not put there by Mainstay: it stays", address);
      }
    }
  }

  @Override
  public String description() {
    return validSeconds == AddressTerms.FOR_EVER
        ? "permanent: it stays on the interface if this process is killed"
        : "leased for " + validSeconds + " s: that long it can outlive this process";
  }
}
