package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.spi.InterfaceState;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One interface of a simulated host, and what can happen to it; eth0 is on link 0, and so on. */
final class HostInterface {
  private static final int MTU_BYTES = 1500;
  private static final int FIRST_INDEX = 7;
  private static final int INDEXES_APART = 100;

  private final int link;
  private final String name;
  private final List<InetAddress> ownAddresses;
  private final Set<AddressFamily> open = EnumSet.noneOf(AddressFamily.class);
  private int index;
  private boolean exists = true;
  private boolean up = true;
  private boolean changed;

  HostInterface(int link, List<InetAddress> ownAddresses) {
    this.link = link;
    this.ownAddresses = ownAddresses;
    name = name(link);
    index = FIRST_INDEX + link * INDEXES_APART;
  }

  static String name(int link) {
    return "eth" + link;
  }

  /** The link of an interface by its name. */
  static int link(String interfaceName) {
    return interfaceName.charAt(interfaceName.length() - 1) - '0';
  }

  int link() {
    return link;
  }

  String name() {
    return name;
  }

  int index() {
    return index;
  }

  boolean isUp() {
    return exists && up;
  }

  boolean isOpen(AddressFamily family) {
    return isUp() && open.contains(family);
  }

  void open(AddressFamily family) {
    open.add(family);
  }

  void close(AddressFamily family) {
    open.remove(family);
  }

  void processDied() {
    open.clear();
    changed = false;
  }

  void link(boolean nowUp) {
    up = nowUp;
    changed = true;
  }

  void unplug() {
    exists = false;
    open.clear();
    changed = true;
  }

  /** Another interface of the same name. */
  void replug() {
    if (!exists) {
      exists = true;
      index++;
    }
    up = true;
    changed = true;
  }

  void change() {
    changed = true;
  }

  /** Says once that something changed. */
  boolean takeChange() {
    boolean was = changed;
    changed = false;
    return was;
  }

  boolean isOwn(byte[] address) {
    for (int i = 0; i < ownAddresses.size(); i++) {
      if (Arrays.equals(ownAddresses.get(i).getAddress(), address)) {
        return true;
      }
    }
    return false;
  }

  /** What advertisements leave from: the first address of the family that is, or is not, global. */
  byte[] sourceAddress(AddressFamily family, boolean global) {
    for (InetAddress address : ownAddresses) {
      byte[] bytes = address.getAddress();
      boolean fits = family == AddressFamily.IPV4 || address.isLinkLocalAddress() != global;
      if (bytes.length == family.addressBytes() && fits) {
        return bytes;
      }
    }
    throw new IllegalStateException(name + " has no address of " + family);
  }

  /** As the kernel tells it, with the addresses that installers put there. */
  InterfaceState state(List<SimRouter> routers) {
    if (!exists) {
      return InterfaceState.missing(name);
    }
    List<InetAddress> addresses = new ArrayList<>(ownAddresses);
    for (SimRouter router : routers) {
      if (router.link() == link && router.mover().isPresent()) {
        for (InetAddress address : router.config().addresses()) {
          if (!addresses.contains(address)) {
            addresses.add(address);
          }
        }
      }
    }
    return new InterfaceState(name, index, up, MTU_BYTES, addresses);
  }
}
