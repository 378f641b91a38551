package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.spi.InterfaceState;
import io.mainstay.vrrp.spi.VrrpTransport;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;

/** One interface and the virtual routers on it. */
final class Link {
  private static final long RETRY_NANOS = 1_000_000_000L;

  private final String name;
  private final LinkFamily ipv4;
  private final LinkFamily ipv6;
  private int index;
  private boolean retryPending;
  private long retryNanos;

  Link(String name, VrrpTransport transport) {
    this.name = name;
    ipv4 = new LinkFamily(name, AddressFamily.IPV4, transport);
    ipv6 = new LinkFamily(name, AddressFamily.IPV6, transport);
  }

  String name() {
    return name;
  }

  /** The kernel's index, 0 while the interface does not exist. */
  int index() {
    return index;
  }

  LinkFamily of(AddressFamily family) {
    return family == AddressFamily.IPV4 ? ipv4 : ipv6;
  }

  boolean isEmpty() {
    return ipv4.routers().isEmpty() && ipv6.routers().isEmpty();
  }

  /** The interface changed, or a router was added. */
  void update(InterfaceState state, long nowNanos) {
    boolean replaced = index != 0 && index != state.index();
    index = state.index();
    Set<InetAddress> virtual = new HashSet<>();
    ipv4.routers().forEach(router -> virtual.addAll(router.config().allAddresses()));
    ipv6.routers().forEach(router -> virtual.addAll(router.config().allAddresses()));
    boolean opened = ipv4.update(state, virtual, replaced);
    opened &= ipv6.update(state, virtual, replaced);
    retryPending = !opened;
    retryNanos = nowNanos + RETRY_NANOS;
  }

  /** Whether opening the link failed and the time has come to try again. */
  boolean isRetryDue(long nowNanos) {
    return retryPending && retryNanos - nowNanos <= 0;
  }

  long nextDeadlineNanos(long latest) {
    return retryPending && retryNanos - latest < 0 ? retryNanos : latest;
  }
}
