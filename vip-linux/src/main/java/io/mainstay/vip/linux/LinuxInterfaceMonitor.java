package io.mainstay.vip.linux;

import io.mainstay.vrrp.spi.InterfaceMonitor;
import io.mainstay.vrrp.spi.InterfaceState;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changes over netlink and asks the kernel again for each interface that changed. It
 * watches the interfaces that {@link #query} was called for, and of the events about those only
 * what differs from the state known; a host with a thousand containers, or a leased address that is
 * renewed five times a second, costs it nothing.
 */
final class LinuxInterfaceMonitor implements InterfaceMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxInterfaceMonitor.class);

  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  /** How many datagrams one poll takes, so that a storm of events cannot hold the agent. */
  private static final int MAX_DATAGRAMS = 256;

  private final NetlinkClient netlink;
  private final NetlinkSocket events;
  private final Map<String, InterfaceState> watched = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();

  private LinuxInterfaceMonitor(NetlinkClient netlink, NetlinkSocket events) {
    this.netlink = netlink;
    this.events = events;
    events.receiveBuffer(RECEIVE_BUFFER_BYTES);
  }

  static LinuxInterfaceMonitor open(NetlinkClient netlink) throws IOException {
    return new LinuxInterfaceMonitor(
        netlink,
        NetlinkSocket.open(
            Netlink.RTMGRP_LINK | Netlink.RTMGRP_IPV4_IFADDR | Netlink.RTMGRP_IPV6_IFADDR));
  }

  /** Readable when there is something to {@link #poll}. */
  int fd() {
    return events.fd();
  }

  @Override
  public InterfaceState query(String interfaceName) {
    InterfaceState state;
    try {
      state = ask(interfaceName);
      changed.remove(interfaceName);
    } catch (IOException e) {
      // Not to be told is not to be told that it is gone: what was known stays, and the next poll
      // asks again.
      LOG.warn("interface {}: {}", interfaceName, e.getMessage());
      changed.add(interfaceName);
      state = watched.getOrDefault(interfaceName, InterfaceState.missing(interfaceName));
    }
    watched.put(interfaceName, state);
    return state;
  }

  private InterfaceState ask(String interfaceName) throws IOException {
    LinkEntry link = netlink.link(interfaceName);
    if (link == null) {
      return InterfaceState.missing(interfaceName);
    }
    List<InetAddress> addresses =
        netlink.addresses().stream()
            .filter(entry -> entry.interfaceIndex() == link.index() && entry.usable())
            .map(AddressEntry::address)
            .distinct()
            .toList();
    return new InterfaceState(
        interfaceName, link.index(), link.running(), link.mtuBytes(), addresses);
  }

  @Override
  public int poll(Handler handler) {
    readEvents();
    if (changed.isEmpty()) {
      return 0;
    }
    List<String> names = List.copyOf(changed);
    for (String name : names) {
      handler.onInterface(query(name));
    }
    return names.size();
  }

  private void readEvents() {
    for (int i = 0; i < MAX_DATAGRAMS; i++) {
      try {
        int length = events.receiveNow();
        if (length < 0) {
          return;
        }
        onDatagram(new NetlinkCursor(events.reply(), length));
      } catch (IOException e) {
        // ENOBUFS: the kernel had more to say than fitted. Nothing known is certain any more.
        LOG.warn("interface events were lost, asking anew: {}", e.getMessage());
        changed.addAll(watched.keySet());
      }
    }
  }

  private void onDatagram(NetlinkCursor message) throws MalformedNetlinkException {
    while (message.next()) {
      switch (message.type()) {
        case Netlink.RTM_NEWLINK -> onLink(LinkEntry.decode(message), true);
        case Netlink.RTM_DELLINK -> onLink(LinkEntry.decode(message), false);
        case Netlink.RTM_NEWADDR -> onAddress(AddressEntry.decode(message), true);
        case Netlink.RTM_DELADDR -> onAddress(AddressEntry.decode(message), false);
        default -> {}
      }
    }
  }

  private void onLink(LinkEntry link, boolean exists) {
    InterfaceState byIndex = byIndex(link.index());
    if (byIndex != null && differs(byIndex, link, exists)) {
      changed.add(byIndex.name());
    }
    InterfaceState byName = watched.get(link.name());
    if (byName != null && differs(byName, link, exists)) {
      changed.add(byName.name());
    }
  }

  private static boolean differs(InterfaceState known, LinkEntry link, boolean exists) {
    return !exists
        || known.index() != link.index()
        || !known.name().equals(link.name())
        || known.up() != link.running()
        || known.mtuBytes() != link.mtuBytes();
  }

  private void onAddress(AddressEntry entry, boolean exists) {
    InterfaceState known = byIndex(entry.interfaceIndex());
    boolean listed = exists && entry.usable();
    if (known != null && known.addresses().contains(entry.address()) != listed) {
      changed.add(known.name());
    }
  }

  private @Nullable InterfaceState byIndex(int index) {
    for (InterfaceState state : watched.values()) {
      if (state.index() == index) {
        return state;
      }
    }
    return null;
  }

  @Override
  public void close() {
    events.close();
  }
}
