package io.mainstay.node.config;

import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.Announcements;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.PlainPassword;
import io.mainstay.vrrp.Preemption;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the election of one virtual router: everything but what it does to the rest of the node.
 */
final class VrrpReader {
  private final Addresses addresses;
  private final Section section;
  private final String interfaceName;
  private final int priority;
  private final boolean preempt;
  private final boolean electionOnly;
  private final List<VirtualAddress> advertised;
  private final List<VirtualAddress> excluded;
  private final VirtualRouterConfig.Builder builder;

  VrrpReader(Addresses addresses, HostNetworks networks, String name, Section section) {
    this.addresses = addresses;
    this.section = section;
    RouterAddressReader addressReader = new RouterAddressReader(addresses, section);
    List<RouterAddress> written = addressReader.read("addresses");
    interfaceName = readInterface(networks, written);
    electionOnly = section.isEmptyList("addresses") && section.has("family");
    advertised = onInterface(written);
    excluded =
        section.has("excluded-addresses")
            ? onInterface(addressReader.read("excluded-addresses"))
            : List.of();
    if (section.isEmptyList("addresses") && !electionOnly) {
      section.problem(
          "addresses", "needs at least one entry, or family = ipv4 beside it to elect only");
    }
    if (mixesFamilies()) {
      section.problem(
          "addresses",
          "has IPv4 and IPv6: one virtual router per family; give the IPv6 addresses a router of"
              + " their own");
    }
    builder = VirtualRouterConfig.builder(name, interfaceName, section.integer("vrid", 1, 255));
    priority = section.integer("priority", 1, VirtualRouterConfig.OWNER_PRIORITY);
    preempt = section.flag("preempt");
    VrrpVersion version = section.integer("version", 2, 3) == 2 ? VrrpVersion.V2 : VrrpVersion.V3;
    builder
        .priority(priority)
        .version(version)
        .advertisementInterval(readInterval(version))
        .checksumMode(section.oneOf("checksum", ChecksumMode.class))
        .startupDelay(section.durationOrZero("startup-delay"))
        .handOver(section.durationOrZero("hand-over"))
        .addresses(plain(advertised))
        .excludedAddresses(plain(excluded));
    refusing("preempt-delay", this::readPreemption);
    refusing("announcements", this::readAnnouncements);
    refusing("unicast", this::readUnicast);
    refusing("password", this::readPassword);
    if (section.has("sync-group")) {
      builder.syncGroup(section.string("sync-group"));
    }
    if (electionOnly) {
      builder.noAddresses(section.oneOf("family", AddressFamily.class));
    }
  }

  String interfaceName() {
    return interfaceName;
  }

  int priority() {
    return priority;
  }

  boolean preempts() {
    return preempt;
  }

  /** All addresses that move, advertised or not. */
  List<VirtualAddress> virtualAddresses() {
    List<VirtualAddress> all = new ArrayList<>(advertised);
    all.addAll(excluded);
    return all;
  }

  /** What was read, unless a mistake in it was told. */
  Optional<VirtualRouterConfig> build() {
    if (interfaceName.isEmpty() || (advertised.isEmpty() && !electionOnly) || mixesFamilies()) {
      return Optional.empty();
    }
    try {
      return Optional.of(builder.build());
    } catch (IllegalArgumentException e) {
      section.problemHere(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** A number alone is milliseconds; who writes 1 for it means keepalived's seconds. */
  private Duration readInterval(VrrpVersion version) {
    Duration interval = section.duration("advertisement-interval");
    Duration least = version == VrrpVersion.V2 ? Duration.ofSeconds(1) : Duration.ofMillis(10);
    if (interval.compareTo(least) < 0 && section.isBareNumber("advertisement-interval")) {
      String number = section.string("advertisement-interval");
      section.problem(
          "advertisement-interval", number + " means " + number + "ms here; write " + number + "s");
      return Duration.ofSeconds(1);
    }
    return interval;
  }

  private boolean mixesFamilies() {
    return advertised.stream().map(one -> one.address().getClass()).distinct().count() > 1;
  }

  private void readPreemption() {
    builder.preemption(new Preemption(preempt, section.durationOrZero("preempt-delay")));
  }

  private void readAnnouncements() {
    Section own = section.section("announcements");
    int repeat = own.integer("repeat", 1, 100);
    Duration interval = own.duration("interval");
    Duration delay = own.durationOrZero("delay");
    Duration refresh = own.durationOrZero("refresh");
    int lowerPriorityRepeat = own.integer("lower-priority-repeat", 0, 100);
    own.close();
    builder.announcements(new Announcements(repeat, interval, delay, refresh, lowerPriorityRepeat));
  }

  private void readUnicast() {
    if (!section.has("unicast")) {
      return;
    }
    Section own = section.section("unicast");
    Optional<InetAddress> source = own.has("source") ? literal(own, "source") : Optional.empty();
    Section all = own.section("peers");
    List<Unicast.Peer> peers = new ArrayList<>();
    for (String peer : all.keys()) {
      readPeer(peer, all).ifPresent(peers::add);
    }
    own.close();
    builder.unicast(new Unicast(source, peers));
  }

  private Optional<Unicast.Peer> readPeer(String name, Section peers) {
    if (!peers.isObject(name)) {
      return literal(peers, name).map(Unicast.Peer::of);
    }
    Section own = peers.section(name);
    int minimumTtl =
        own.has("minimum-ttl")
            ? own.integer("minimum-ttl", 0, Unicast.Peer.ON_LINK)
            : Unicast.Peer.ON_LINK;
    Optional<Unicast.Peer> peer =
        literal(own, "address").map(address -> new Unicast.Peer(address, minimumTtl));
    own.close();
    return peer;
  }

  private Optional<InetAddress> literal(Section from, String key) {
    return addresses
        .prefixed(from.string(key), problem -> from.problem(key, problem))
        .map(Addresses.Prefixed::address);
  }

  private void readPassword() {
    if (section.has("password")) {
      builder.password(PlainPassword.of(section.string("password")));
      section.warning(
          "password",
          "crosses the link readable and keeps out nobody who can listen; it is for peers that"
              + " insist on it");
    }
  }

  /** Runs one part of the reading, and tells what its types refuse at the key's place. */
  private void refusing(String key, Runnable part) {
    try {
      part.run();
    } catch (IllegalArgumentException e) {
      section.problem(key, String.valueOf(e.getMessage()));
    }
  }

  private String readInterface(HostNetworks networks, List<RouterAddress> written) {
    String text =
        section.has("interface") || written.isEmpty()
            ? section.string("interface")
            : new ConnectedInterface(networks).find(written, section);
    if (!text.isEmpty() && !RouterAddressReader.INTERFACE_NAME.matcher(text).matches()) {
      section.problem("interface", "'" + text + "' cannot be the name of an interface");
    }
    return text;
  }

  private List<VirtualAddress> onInterface(List<RouterAddress> written) {
    return written.stream().map(address -> address.of(interfaceName)).toList();
  }

  private static List<InetAddress> plain(List<VirtualAddress> virtual) {
    return virtual.stream().map(VirtualAddress::address).toList();
  }
}
