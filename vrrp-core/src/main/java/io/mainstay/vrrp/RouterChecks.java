package io.mainstay.vrrp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Refuses configurations that no RFC allows, or that cannot do what they ask for. */
final class RouterChecks {
  private static final Duration LONGEST_HAND_OVER = Duration.ofSeconds(4);
  private static final Duration LONGEST_STARTUP_DELAY = Duration.ofHours(1);

  private RouterChecks() {}

  static void check(VirtualRouterConfig router) {
    check(!router.name().isBlank(), "a virtual router needs a name");
    check(!router.interfaceName().isBlank(), "a virtual router needs an interface");
    int vrid = router.vrid();
    check(vrid >= 1 && vrid <= 255, "vrid must be 1 to 255, not " + vrid);
    int priority = router.priority();
    check(priority >= 1 && priority <= 255, "priority must be 1 to 255, not " + priority);
    checkAddresses(router);
    checkVersion(router.version(), router);
    checkInterval(router.version(), router.advertisementInterval());
    check(
        within(router.handOver(), LONGEST_HAND_OVER),
        "the hand-over must take at most 4 s, or a stop would seem to hang");
    check(
        within(router.startupDelay(), LONGEST_STARTUP_DELAY),
        "the start-up delay must be 0 to 1 h, not " + router.startupDelay());
    router.unicast().ifPresent(unicast -> checkUnicast(unicast, router));
    router.syncGroup().ifPresent(name -> check(!name.isBlank(), "a sync group needs a name"));
  }

  private static void checkAddresses(VirtualRouterConfig router) {
    List<InetAddress> advertised = router.addresses();
    check(advertised.size() <= 255, "a virtual router advertises at most 255 addresses");
    List<InetAddress> all = new ArrayList<>(advertised);
    all.addAll(router.excludedAddresses());
    check(
        new HashSet<>(all).size() == all.size(),
        "a virtual router lists each address once, excluded ones included");
    for (InetAddress address : advertised) {
      checkFamily(address, router.family());
    }
    check(
        router.family() == AddressFamily.IPV4
            || advertised.isEmpty()
            || advertised.get(0).isLinkLocalAddress(),
        "the first address of an IPv6 virtual router must be link-local, because its peers refuse"
            + " others; put one such as fe80::"
            + Integer.toHexString(router.vrid())
            + " first");
  }

  private static void checkFamily(InetAddress address, AddressFamily family) {
    check(
        (address instanceof Inet4Address) == (family == AddressFamily.IPV4),
        address.getHostAddress() + " is not an " + family + " address");
  }

  private static void checkVersion(VrrpVersion version, VirtualRouterConfig router) {
    check(
        version == VrrpVersion.V3 || router.family() == AddressFamily.IPV4,
        "VRRP version 2 carries IPv4 only; use version 3 for IPv6");
    check(
        version == VrrpVersion.V2 || router.password().isEmpty(),
        "VRRP version 3 has no authentication; remove the password, or use version 2 on all nodes");
  }

  private static void checkUnicast(Unicast unicast, VirtualRouterConfig router) {
    unicast.source().ifPresent(source -> checkFamily(source, router.family()));
    List<InetAddress> virtual = router.allAddresses();
    for (Unicast.Peer peer : unicast.peers()) {
      checkFamily(peer.address(), router.family());
      check(
          !virtual.contains(peer.address()),
          peer.address().getHostAddress()
              + " is a virtual address; a peer needs one that stays with its host");
    }
    check(
        unicast.source().isEmpty() || router.isOwner() || !virtual.contains(unicast.source().get()),
        "the unicast source must not be a virtual address, because that one moves");
  }

  private static void checkInterval(VrrpVersion version, Duration interval) {
    // A duration beyond what any version carries may not even fit nanoseconds.
    long nanos = interval.compareTo(Duration.ofHours(1)) < 0 ? interval.toNanos() : 0;
    if (version == VrrpVersion.V2) {
      check(
          nanos % 1_000_000_000L == 0 && nanos >= 1_000_000_000L && nanos <= 255_000_000_000L,
          "with VRRP version 2 the interval must be 1 to 255 whole seconds; version 3 allows 10 ms"
              + " to 40.95 s");
    } else {
      check(
          nanos % 10_000_000L == 0 && nanos >= 10_000_000L && nanos <= 40_950_000_000L,
          "with VRRP version 3 the interval must be 10 ms to 40.95 s in steps of 10 ms");
    }
  }

  private static boolean within(Duration duration, Duration longest) {
    return !duration.isNegative() && duration.compareTo(longest) <= 0;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
