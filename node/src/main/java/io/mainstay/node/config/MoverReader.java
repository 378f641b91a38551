package io.mainstay.node.config;

import io.mainstay.vrrp.VirtualRouterConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads who moves a router's addresses: one mover with its settings in {@code mover-settings}, or a
 * list of them, each with its settings under its name there.
 */
final class MoverReader {
  /** Elects without moving any address. */
  static final String NONE = "none";

  static final String LINUX = "linux";

  private final Section section;
  private final Section settings;
  private final DataPlaneReader dataPlane;
  private final Map<String, RouterMover> movers = new LinkedHashMap<>();

  MoverReader(Section section) {
    this.section = section;
    settings = section.section("mover-settings");
    List<Section.Entry> names = section.strings("mover");
    boolean one = names.size() == 1;
    Section linux = !one && namedLinux(names) ? settings.section(LINUX) : settings;
    dataPlane = new DataPlaneReader(section, linux);
    if (names.isEmpty()) {
      section.problem("mover", "is an empty list; name a mover, or none to elect only");
    }
    for (Section.Entry name : names) {
      if (movers.containsKey(name.text())) {
        section.problemAt(name, "mover", "names '" + name.text() + "' twice");
      } else if (!one && name.text().equals(NONE)) {
        section.problemAt(name, "mover", "cannot be none and something else");
      } else if (one) {
        add(name, settings);
      } else {
        Section own = settings.section(name.text());
        add(name, own);
        own.close();
      }
    }
    settings.close();
    movers.remove(NONE);
  }

  /** Whether no other mover sees to it, behind linux, that packets find this host. */
  boolean linuxIsLast() {
    List<String> names = List.copyOf(movers.keySet());
    return names.indexOf(LINUX) == names.size() - 1 && movers.containsKey(LINUX);
  }

  private static boolean namedLinux(List<Section.Entry> names) {
    return names.stream().anyMatch(name -> name.text().equals(LINUX));
  }

  private void add(Section.Entry name, Section own) {
    String where = section.location("mover-settings");
    movers.put(name.text(), new RouterMover(name.text(), own.settings(), name.location(), where));
  }

  DataPlaneReader dataPlane() {
    return dataPlane;
  }

  Set<String> names() {
    return new HashSet<>(movers.keySet());
  }

  /** The settings of the linux mover as written. */
  Map<String, String> linuxSettings() {
    RouterMover linux = movers.get(LINUX);
    return linux == null ? Map.of() : linux.settings();
  }

  /** The movers, the linux one with what the router says to it. */
  List<RouterMover> movers(VirtualRouterConfig router) {
    List<RouterMover> all = new ArrayList<>();
    for (RouterMover mover : movers.values()) {
      boolean linux = mover.name().equals(LINUX);
      all.add(
          new RouterMover(
              mover.name(),
              linux ? dataPlane.with(mover.settings(), router) : mover.settings(),
              mover.location(),
              mover.settingsLocation()));
    }
    return all;
  }
}
