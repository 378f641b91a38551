package io.mainstay.vrrp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
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
 * @param addresses the virtual addresses in the order in which they are advertised; at least one,
 *     and with IPv6 a link-local one first (RFC 9568 Section 5.2.9)
 * @param handOver how long a MASTER that is stopped keeps its addresses after its resignation, at
 *     most, until a successor advertises; zero removes them at once, as the RFCs have it
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
    List<InetAddress> addresses,
    Duration handOver) {

  public static final int OWNER_PRIORITY = 255;

  /** Advertised once by a MASTER that stops, so that no backup need wait; never configured. */
  public static final int RESIGN_PRIORITY = 0;

  private static final Duration LONGEST_HAND_OVER = Duration.ofSeconds(4);

  public VirtualRouterConfig {
    addresses = List.copyOf(addresses);
    check(!name.isBlank(), "a virtual router needs a name");
    check(!interfaceName.isBlank(), "a virtual router needs an interface");
    check(vrid >= 1 && vrid <= 255, "vrid must be 1 to 255, not " + vrid);
    check(priority >= 1 && priority <= 255, "priority must be 1 to 255, not " + priority);
    check(!addresses.isEmpty(), "a virtual router needs at least one address");
    check(addresses.size() <= 255, "a virtual router advertises at most 255 addresses");
    check(
        new HashSet<>(addresses).size() == addresses.size(),
        "a virtual router lists each address once");
    for (InetAddress address : addresses) {
      check(
          (address instanceof Inet4Address) == (family == AddressFamily.IPV4),
          address.getHostAddress() + " is not an " + family + " address");
    }
    check(
        version == VrrpVersion.V3 || family == AddressFamily.IPV4,
        "VRRP version 2 carries IPv4 only; use version 3 for IPv6");
    check(
        family == AddressFamily.IPV4 || addresses.get(0).isLinkLocalAddress(),
        "the first address of an IPv6 virtual router must be link-local, because its peers refuse"
            + " others; put one such as fe80::"
            + Integer.toHexString(vrid)
            + " first");
    checkInterval(version, advertisementInterval);
    check(
        !handOver.isNegative() && handOver.compareTo(LONGEST_HAND_OVER) <= 0,
        "the hand-over must take at most 4 s, or a stop would seem to hang");
  }

  /** The router owns its addresses: they are its interface's own (RFC 9568 Section 1.7). */
  public boolean isOwner() {
    return priority == OWNER_PRIORITY;
  }

  /**
   * Starts a configuration with what most people want: version 3, priority 100, an advertisement
   * each second, preemption, the checksum that keepalived and FRR send.
   */
  public static Builder builder(String name, String interfaceName, int vrid) {
    return new Builder(name, interfaceName, vrid);
  }

  /** Collects a configuration; {@link #build} checks it. */
  public static final class Builder {
    private final String name;
    private final String interfaceName;
    private final int vrid;
    private VrrpVersion version = VrrpVersion.V3;
    private int priority = 100;
    private Duration advertisementInterval = Duration.ofSeconds(1);
    private boolean preempt = true;
    private ChecksumMode checksumMode = ChecksumMode.PSEUDO_HEADER;
    private List<InetAddress> addresses = List.of();
    private Duration handOver = Duration.ZERO;

    private Builder(String name, String interfaceName, int vrid) {
      this.name = name;
      this.interfaceName = interfaceName;
      this.vrid = vrid;
    }

    public Builder version(VrrpVersion version) {
      this.version = version;
      return this;
    }

    public Builder priority(int priority) {
      this.priority = priority;
      return this;
    }

    public Builder advertisementInterval(Duration interval) {
      this.advertisementInterval = interval;
      return this;
    }

    public Builder preempt(boolean preempt) {
      this.preempt = preempt;
      return this;
    }

    public Builder checksumMode(ChecksumMode checksumMode) {
      this.checksumMode = checksumMode;
      return this;
    }

    /** The virtual addresses; they give the router its family. */
    public Builder addresses(List<InetAddress> addresses) {
      this.addresses = List.copyOf(addresses);
      return this;
    }

    /** The virtual addresses; they give the router its family. */
    public Builder addresses(InetAddress... addresses) {
      return addresses(Arrays.asList(addresses));
    }

    /** How long a stop may keep the addresses until a successor advertises; zero: not at all. */
    public Builder handOver(Duration atMost) {
      this.handOver = atMost;
      return this;
    }

    /**
     * Checks what was collected.
     *
     * @throws IllegalArgumentException when no RFC allows it; the message says what to change
     */
    public VirtualRouterConfig build() {
      boolean ipv4 = addresses.isEmpty() || addresses.get(0) instanceof Inet4Address;
      return new VirtualRouterConfig(
          name,
          interfaceName,
          vrid,
          version,
          ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6,
          priority,
          advertisementInterval,
          preempt,
          checksumMode,
          addresses,
          handOver);
    }
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

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
