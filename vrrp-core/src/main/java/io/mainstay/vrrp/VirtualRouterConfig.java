package io.mainstay.vrrp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * One virtual router as configured. Immutable; the constructor refuses what no RFC allows with an
 * {@link IllegalArgumentException} whose message a person can act on.
 *
 * @param name how logs and status call it
 * @param interfaceName the interface it runs on
 * @param vrid the virtual router's number on its link, 1 to 255
 * @param version 2 (IPv4 only) or 3
 * @param family the family of its advertisements; all addresses are of this family
 * @param priority 1 to 254, or 255 for the owner of the addresses
 * @param advertisementInterval version 2: whole seconds, 1 to 255; version 3: whole centiseconds,
 *     10 ms to 40.95 s
 * @param preempt whether a higher priority takes over from a working lower one
 * @param checksumMode how a version 3 IPv4 checksum is sent
 * @param addresses the virtual addresses in the order in which they are advertised; at least one
 */
public record VirtualRouterConfig(
    String name,
    String interfaceName,
    int vrid,
    VrrpVersion version,
    AddressFamily family,
    int priority,
    Duration advertisementInterval,
    boolean preempt,
    ChecksumMode checksumMode,
    List<InetAddress> addresses) {

  public static final int OWNER_PRIORITY = 255;

  public VirtualRouterConfig {
    addresses = List.copyOf(addresses);
    check(vrid >= 1 && vrid <= 255, "vrid must be 1 to 255, not " + vrid);
    check(priority >= 1 && priority <= 255, "priority must be 1 to 255, not " + priority);
    check(!addresses.isEmpty(), "a virtual router needs at least one address");
    check(addresses.size() <= 255, "a virtual router advertises at most 255 addresses");
    for (InetAddress address : addresses) {
      check(
          (address instanceof Inet4Address) == (family == AddressFamily.IPV4),
          address.getHostAddress() + " is not an " + family + " address");
    }
    check(
        version == VrrpVersion.V3 || family == AddressFamily.IPV4,
        "VRRP version 2 carries IPv4 only; use version 3 for IPv6");
    checkInterval(version, advertisementInterval);
  }

  private static void checkInterval(VrrpVersion version, Duration interval) {
    long nanos = interval.toNanos();
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

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
