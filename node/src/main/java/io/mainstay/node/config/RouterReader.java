package io.mainstay.node.config;

import com.typesafe.config.ConfigObject;
import io.mainstay.node.track.Tracker;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Frontend;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads virtual routers. */
final class RouterReader {
  /** What Linux takes as a name: at most 15 bytes, none of them blank or one of its separators. */
  private static final Pattern INTERFACE_NAME = Pattern.compile("[\\p{Graph}&&[^/:]]{1,15}");

  private final Addresses addresses;
  private final List<Frontend> frontends;
  private final Map<String, Backend> backends;
  private final TrackerReader trackerReader;
  private final List<RouterConfig> routers = new ArrayList<>();
  private final Map<String, String> routerByIdentity = new HashMap<>();

  RouterReader(
      Addresses addresses,
      List<Frontend> frontends,
      Map<String, Backend> backends,
      ConfigObject trackerDefaults) {
    this.addresses = addresses;
    this.frontends = frontends;
    this.backends = backends;
    this.trackerReader =
        new TrackerReader(
            new TrackerSubjectReader(addresses, frontends, backends), trackerDefaults);
  }

  List<RouterConfig> read(Section mainstay, ConfigObject defaults) {
    mainstay.each("routers", defaults, this::readRouter);
    return routers;
  }

  private void readRouter(String name, Section section) {
    String interfaceName = section.string("interface");
    if (!interfaceName.isEmpty() && !INTERFACE_NAME.matcher(interfaceName).matches()) {
      section.problem("interface", "'" + interfaceName + "' cannot be the name of an interface");
    }
    List<VirtualAddress> virtual = readAddresses(section, interfaceName);
    int vrid = section.integer("vrid", 1, 255);
    int priority = section.integer("priority", 1, VirtualRouterConfig.OWNER_PRIORITY);
    VrrpVersion version = section.integer("version", 2, 3) == 2 ? VrrpVersion.V2 : VrrpVersion.V3;
    var interval = section.duration("advertisement-interval");
    boolean preempt = section.flag("preempt");
    ChecksumMode checksum = section.oneOf("checksum", ChecksumMode.class);
    WhenUnhealthy whenUnhealthy = section.oneOf("when-unhealthy", WhenUnhealthy.class);
    List<String> track = readTrack(section);
    List<Tracker> trackers = trackerReader.read(section);
    new PriorityRules(section, priority)
        .check(preempt, !track.isEmpty(), whenUnhealthy, interfaceName, trackers);
    String mover = section.string("mover");
    Section settings = section.section("mover-settings");
    Map<String, String> moverSettings = settings.settings();
    settings.close();
    if (interfaceName.isEmpty() || virtual.isEmpty()) {
      return; // already told
    }
    List<InetAddress> plain = virtual.stream().map(VirtualAddress::address).toList();
    AddressFamily family =
        plain.get(0) instanceof Inet4Address ? AddressFamily.IPV4 : AddressFamily.IPV6;
    refuseTwin(name, section, interfaceName + "/" + family + "/" + vrid);
    try {
      VirtualRouterConfig vrrp =
          VirtualRouterConfig.builder(name, interfaceName, vrid)
              .version(version)
              .priority(priority)
              .advertisementInterval(interval)
              .preempt(preempt)
              .checksumMode(checksum)
              .addresses(plain)
              .build();
      routers.add(
          new RouterConfig(
              vrrp,
              virtual,
              mover,
              moverSettings,
              track,
              whenUnhealthy,
              TrackerReader.withListeners(trackers, frontends, section.location("interface")),
              section.location("mover")));
    } catch (IllegalArgumentException e) {
      section.problemHere(String.valueOf(e.getMessage()));
    }
  }

  private List<VirtualAddress> readAddresses(Section section, String interfaceName) {
    List<VirtualAddress> virtual = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (Section.Entry entry : section.someStrings("addresses")) {
      addresses
          .prefixed(entry.text(), problem -> section.problemAt(entry, "addresses", problem))
          .ifPresent(
              prefixed -> {
                if (!seen.add(prefixed.address().getHostAddress())) {
                  section.problemAt(entry, "addresses", "names '" + entry.text() + "' twice");
                }
                virtual.add(
                    new VirtualAddress(prefixed.address(), prefixed.prefixLength(), interfaceName));
              });
    }
    return virtual;
  }

  /** The backends of all frontends unless the router names its own. */
  private List<String> readTrack(Section section) {
    if (!section.has("track")) {
      return frontends.stream().map(Frontend::defaultBackend).distinct().toList();
    }
    List<String> track = new ArrayList<>();
    for (Section.Entry entry : section.strings("track")) {
      if (track.contains(entry.text())) {
        section.problemAt(entry, "track", "names '" + entry.text() + "' twice");
      } else if (backends.containsKey(entry.text())) {
        track.add(entry.text());
      } else {
        section.problemAt(entry, "track", "names no backend: '" + entry.text() + "'");
      }
    }
    return track;
  }

  private void refuseTwin(String name, Section section, String identity) {
    String twin = routerByIdentity.putIfAbsent(identity, name);
    if (twin != null) {
      section.problem(
          "vrid", "is also that of router '" + twin + "' on the same interface; give each its own");
    }
  }
}
