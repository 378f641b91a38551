package io.mainstay.node.config;

import com.typesafe.config.ConfigObject;
import io.mainstay.node.notice.NotifyHooks;
import io.mainstay.node.track.Tracker;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Frontend;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.VirtualRouterConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads virtual routers. */
final class RouterReader {
  private final Addresses addresses;
  private final HostNetworks networks;
  private final List<Frontend> frontends;
  private final Map<String, Backend> backends;
  private final TrackerReader trackerReader;
  private final List<RouterConfig> routers = new ArrayList<>();
  private final Map<String, String> routerByIdentity = new HashMap<>();
  private final Map<String, VirtualRouterConfig> firstOfSyncGroup = new HashMap<>();
  private final Map<String, NotifyHooks> notify = new HashMap<>();

  RouterReader(
      Addresses addresses,
      HostNetworks networks,
      List<Frontend> frontends,
      Map<String, Backend> backends,
      ConfigObject trackerDefaults) {
    this.addresses = addresses;
    this.networks = networks;
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

  /** The commands of each router that has any. */
  Map<String, NotifyHooks> hooks() {
    return notify;
  }

  /** The names of all sync groups. */
  Set<String> syncGroups() {
    return firstOfSyncGroup.keySet();
  }

  private void readRouter(String name, Section section) {
    VrrpReader vrrp = new VrrpReader(addresses, networks, name, section);
    WhenUnhealthy whenUnhealthy = section.oneOf("when-unhealthy", WhenUnhealthy.class);
    List<String> track = readTrack(section);
    List<Tracker> trackers = trackerReader.read(section);
    new PriorityRules(section, vrrp.priority())
        .check(vrrp.preempts(), !track.isEmpty(), whenUnhealthy, vrrp.interfaceName(), trackers);
    NotifyReader.read(section).ifPresent(hooks -> notify.put(name, hooks));
    MoverReader movers = new MoverReader(section);
    DataPlaneReader dataPlane = movers.dataPlane();
    WhenDuplicate whenDuplicate = whenDuplicate(section, movers.names());
    dataPlane.check(movers.names(), vrrp.virtualAddresses(), vrrp.priority(), frontends);
    warnOfAbsent(vrrp.interfaceName(), section.location("interface"), section);
    if (movers.names().contains(MoverReader.LINUX)) {
      String device = movers.linuxSettings().getOrDefault("device", "");
      warnOfAbsent(device, section.location("mover-settings"), section);
      checkOwnInterfaces(vrrp, dataPlane, device, section);
      if (movers.linuxIsLast()) {
        warnOfUnreachable(vrrp.virtualAddresses(), section, movers.linuxSettings());
      }
    }
    vrrp.build()
        .ifPresent(
            config -> {
              refuseTwin(
                  name,
                  section,
                  config.interfaceName() + "/" + config.family() + "/" + config.vrid());
              config
                  .tooLargeFor(networks.mtuBytes(config.interfaceName()))
                  .ifPresent(tooLarge -> section.problem("addresses", "do not fit: " + tooLarge));
              config.syncGroup().ifPresent(group -> refuseUnequal(group, config, section));
              routers.add(
                  new RouterConfig(
                      config,
                      vrrp.virtualAddresses(),
                      vrrp.virtualAddresses().isEmpty() ? List.of() : movers.movers(config),
                      dataPlane.virtualMac(),
                      track,
                      whenUnhealthy,
                      whenDuplicate,
                      TrackerReader.withListeners(
                          trackers, frontends, section.location("interface")),
                      section.location("mover")));
            });
  }

  /** An address may be on another interface than its router, where the mover can put it there. */
  private void checkOwnInterfaces(
      VrrpReader vrrp, DataPlaneReader dataPlane, String device, Section section) {
    for (VirtualAddress address : vrrp.virtualAddresses()) {
      String own = address.interfaceName();
      if (own.equals(vrrp.interfaceName())) {
        continue;
      }
      warnOfAbsent(own, section.location("addresses"), section);
      if (dataPlane.virtualMac() || !device.isEmpty()) {
        section.problem(
            "addresses",
            "put "
                + address.address().getHostAddress()
                + " on "
                + own
                + ", which contradicts "
                + (device.isEmpty() ? "virtual-mac = true" : "mover-settings.device = " + device)
                + "; remove one of them");
      }
    }
  }

  /** The file may be meant for another host, or the interface come later. */
  private void warnOfAbsent(String interfaceName, String location, Section section) {
    List<String> there = networks.interfaces();
    if (!interfaceName.isEmpty() && !there.isEmpty() && !there.contains(interfaceName)) {
      section.warningAt(
          location,
          "this host has no interface "
              + interfaceName
              + ", and the router stays in fault while that is so; it has "
              + String.join(", ", there));
    }
  }

  /** Only of what the linux mover puts on a link is the link asked. */
  private static WhenDuplicate whenDuplicate(Section section, Set<String> movers) {
    WhenDuplicate when = section.oneOf("when-duplicate", WhenDuplicate.class);
    if (movers.contains(MoverReader.LINUX)) {
      return when;
    }
    if (when == WhenDuplicate.FAULT) {
      section.problem(
          "when-duplicate",
          "= fault needs mover = linux, whose addresses are asked for on the link; remove it");
    }
    return WhenDuplicate.IGNORE;
  }

  /** Other movers bring clients to an address by ways of their own. */
  private void warnOfUnreachable(
      List<VirtualAddress> virtual, Section section, Map<String, String> moverSettings) {
    for (VirtualAddress one : virtual) {
      String device = moverSettings.getOrDefault("device", one.interfaceName());
      VirtualAddress there = one.at(device, one.prefixLength());
      networks
          .of(device)
          .flatMap(own -> ReachRules.warning(there, own))
          .ifPresent(warning -> section.warningAt(section.location("addresses"), warning));
    }
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

  /** One would win its election and another lose, and the group never be whole. */
  private void refuseUnequal(String group, VirtualRouterConfig config, Section section) {
    VirtualRouterConfig first = firstOfSyncGroup.putIfAbsent(group, config);
    if (first != null && first.priority() != config.priority()) {
      section.problem(
          "priority",
          "is "
              + config.priority()
              + ", and that of router '"
              + first.name()
              + "' "
              + first.priority()
              + "; give all members of sync group '"
              + group
              + "' the same");
    }
  }

  private void refuseTwin(String name, Section section, String identity) {
    String twin = routerByIdentity.putIfAbsent(identity, name);
    if (twin != null) {
      section.problem(
          "vrid", "is also that of router '" + twin + "' on the same interface; give each its own");
    }
  }
}
