package io.mainstay.vrrp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One virtual router as configured. Immutable; the constructor refuses what no RFC allows with an
 * {@link IllegalArgumentException} whose message a person can act on. {@link #builder} is the
 * convenient way to one.
 *
 * @param name how logs and status call it
 * @param interfaceName the interface it runs on
 * @param vrid the virtual router's number on its link, 1 to 255
 * @param version 2 (IPv4 only) or 3
 * @param family the family of its advertisements; all advertised addresses are of this family
 * @param priority 1 to 254, or 255 for the owner of the addresses
 * @param advertisementInterval version 2: whole seconds, 1 to 255; version 3: whole centiseconds,
 *     10 ms to 40.95 s
 * @param preemption whether a higher priority takes over from a working lower one
 * @param checksumMode how a version 3 IPv4 checksum is sent
 * @param addresses the virtual addresses in the order in which they are advertised, and with IPv6 a
 *     link-local one first (RFC 9568 Section 5.2.9). Without any, the router elects only, which no
 *     RFC describes and keepalived does; its peers must be configured so too
 * @param excludedAddresses move with the others but are not advertised; of either family
 * @param announcements when neighbours are told of the addresses
 * @param unicast the peers to advertise to instead of the multicast group
 * @param password version 2's simple text authentication
 * @param startupDelay how long after its start the router becomes MASTER at the earliest, because
 *     what it needs (a switch port, a service) is not there yet
 * @param handOver how long a MASTER that is stopped keeps its addresses after its resignation, at
 *     most, until a successor advertises; zero removes them at once, as the RFCs have it
 * @param syncGroup routers of one agent with the same name here are MASTER together or not at all
 */
public record VirtualRouterConfig(
    String name,
    String interfaceName,
    int vrid,
    VrrpVersion version,
    AddressFamily family,
    int priority,
    Duration advertisementInterval,
    Preemption preemption,
    ChecksumMode checksumMode,
    List<InetAddress> addresses,
    List<InetAddress> excludedAddresses,
    Announcements announcements,
    Optional<Unicast> unicast,
    Optional<PlainPassword> password,
    Duration startupDelay,
    Duration handOver,
    Optional<String> syncGroup) {

  public static final int OWNER_PRIORITY = 255;

  /** Advertised once by a MASTER that stops, so that no backup need wait; never configured. */
  public static final int RESIGN_PRIORITY = 0;

  public VirtualRouterConfig(
      String name,
      String interfaceName,
      int vrid,
      VrrpVersion version,
      AddressFamily family,
      int priority,
      Duration advertisementInterval,
      Preemption preemption,
      ChecksumMode checksumMode,
      List<InetAddress> addresses,
      List<InetAddress> excludedAddresses,
      Announcements announcements,
      Optional<Unicast> unicast,
      Optional<PlainPassword> password,
      Duration startupDelay,
      Duration handOver,
      Optional<String> syncGroup) {
    this.name = name;
    this.interfaceName = interfaceName;
    this.vrid = vrid;
    this.version = version;
    this.family = family;
    this.priority = priority;
    this.advertisementInterval = advertisementInterval;
    this.preemption = preemption;
    this.checksumMode = checksumMode;
    this.addresses = List.copyOf(addresses);
    this.excludedAddresses = List.copyOf(excludedAddresses);
    this.announcements = announcements;
    this.unicast = unicast;
    this.password = password;
    this.startupDelay = startupDelay;
    this.handOver = handOver;
    this.syncGroup = syncGroup;
    RouterChecks.check(this);
  }

  /** The router owns its addresses: they are its interface's own (RFC 9568 Section 1.7). */
  public boolean isOwner() {
    return priority == OWNER_PRIORITY;
  }

  /** Whether a higher priority takes over from a working lower one. */
  public boolean preempt() {
    return preemption.allowed();
  }

  /**
   * How large the IP packet of one advertisement is. The interface's MTU must be at least that:
   * nothing in VRRP puts fragments together.
   */
  public int packetBytes() {
    boolean ipv4 = family == AddressFamily.IPV4;
    int header = ipv4 ? 20 : 40;
    int authentication = version == VrrpVersion.V2 ? 8 : 0;
    return header + 8 + (ipv4 ? 4 : 16) * addresses.size() + authentication;
  }

  /**
   * What an operator reads when an advertisement does not fit the link.
   *
   * @param mtuBytes what the interface carries; 0 when that is not known
   * @return empty when it fits, or when that is not known
   */
  public Optional<String> tooLargeFor(int mtuBytes) {
    if (mtuBytes <= 0 || packetBytes() <= mtuBytes) {
      return Optional.empty();
    }
    return Optional.of(
        "an advertisement of "
            + addresses.size()
            + " addresses takes "
            + packetBytes()
            + " bytes, and the MTU of "
            + interfaceName
            + " is "
            + mtuBytes
            + "; move some of them to excluded addresses or to another virtual router");
  }

  /** Everything that moves: the advertised addresses and then the excluded ones. */
  public List<InetAddress> allAddresses() {
    if (excludedAddresses.isEmpty()) {
      return addresses;
    }
    List<InetAddress> all = new ArrayList<>(addresses);
    all.addAll(excludedAddresses);
    return all;
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
    private @Nullable AddressFamily electionOnly;
    private int priority = 100;
    private Duration advertisementInterval = Duration.ofSeconds(1);
    private Preemption preemption = Preemption.ON;
    private ChecksumMode checksumMode = ChecksumMode.PSEUDO_HEADER;
    private List<InetAddress> addresses = List.of();
    private List<InetAddress> excludedAddresses = List.of();
    private Announcements announcements = Announcements.DEFAULT;
    private Optional<Unicast> unicast = Optional.empty();
    private Optional<PlainPassword> password = Optional.empty();
    private Duration startupDelay = Duration.ZERO;
    private Duration handOver = Duration.ZERO;
    private Optional<String> syncGroup = Optional.empty();

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
      return preemption(preempt ? Preemption.ON : Preemption.OFF);
    }

    public Builder preemption(Preemption preemption) {
      this.preemption = preemption;
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

    /** Elects only: advertises no address, in advertisements of this family. */
    public Builder noAddresses(AddressFamily family) {
      this.electionOnly = family;
      return this;
    }

    /** Addresses that move with the others but are not advertised; of either family. */
    public Builder excludedAddresses(List<InetAddress> addresses) {
      this.excludedAddresses = List.copyOf(addresses);
      return this;
    }

    public Builder announcements(Announcements announcements) {
      this.announcements = announcements;
      return this;
    }

    /** Advertises to these peers instead of the multicast group. */
    public Builder unicast(Unicast unicast) {
      this.unicast = Optional.of(unicast);
      return this;
    }

    /** Version 2's simple text authentication; for interoperation only. */
    public Builder password(PlainPassword password) {
      this.password = Optional.of(password);
      return this;
    }

    /** How long after its start the router becomes MASTER at the earliest. */
    public Builder startupDelay(Duration delay) {
      this.startupDelay = delay;
      return this;
    }

    /** How long a stop may keep the addresses until a successor advertises; zero: not at all. */
    public Builder handOver(Duration atMost) {
      this.handOver = atMost;
      return this;
    }

    /** The group of routers that are MASTER together or not at all. */
    public Builder syncGroup(String name) {
      this.syncGroup = Optional.of(name);
      return this;
    }

    /**
     * Checks what was collected.
     *
     * @throws IllegalArgumentException when no RFC allows it; the message says what to change
     */
    public VirtualRouterConfig build() {
      return new VirtualRouterConfig(
          name,
          interfaceName,
          vrid,
          version,
          family(),
          priority,
          advertisementInterval,
          preemption,
          checksumMode,
          addresses,
          excludedAddresses,
          announcements,
          unicast,
          password,
          startupDelay,
          handOver,
          syncGroup);
    }

    private AddressFamily family() {
      if (electionOnly == null && addresses.isEmpty()) {
        // Forgetting them must not quietly make an election that moves nothing.
        throw new IllegalArgumentException(
            "a virtual router needs at least one address; to elect without any, say noAddresses");
      }
      if (electionOnly != null && !addresses.isEmpty()) {
        throw new IllegalArgumentException("a virtual router has addresses or noAddresses");
      }
      if (electionOnly != null) {
        return electionOnly;
      }
      return addresses.get(0) instanceof Inet4Address ? AddressFamily.IPV4 : AddressFamily.IPV6;
    }
  }
}
