package io.mainstay.node.config;

import io.mainstay.proxy.Frontend;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.VirtualRouterConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a virtual router does on its link beside the election: with which MAC address it
 * answers, and whether it takes what is sent to its addresses. The mover carries it out, so it
 * becomes settings of the mover's.
 */
final class DataPlaneReader {
  private static final String VIRTUAL_MAC = "virtual-mac";

  private static final String ACCEPT = "accept";

  private final Section section;
  private final boolean virtualMac;
  private final boolean accepts;

  DataPlaneReader(Section section, Section moverSettings) {
    this.section = section;
    virtualMac = section.flag(VIRTUAL_MAC);
    accepts = section.flag(ACCEPT);
    refuseInSettings(moverSettings, VIRTUAL_MAC);
    refuseInSettings(moverSettings, ACCEPT);
  }

  private static void refuseInSettings(Section settings, String key) {
    if (settings.has(key)) {
      settings.problem(key, "belongs to the router itself, beside mover-settings");
    }
  }

  boolean virtualMac() {
    return virtualMac;
  }

  /** Refuses what nobody would carry out. */
  void check(
      Set<String> movers, List<VirtualAddress> virtual, int priority, List<Frontend> frontends) {
    if (virtualMac) {
      checkCarriedOut(VIRTUAL_MAC, "which makes the device with that address", movers, virtual);
    }
    if (accepts) {
      return;
    }
    checkCarriedOut(ACCEPT, "which drops the packets", movers, virtual);
    if (priority == VirtualRouterConfig.OWNER_PRIORITY) {
      section.warning(
          ACCEPT,
          "means nothing with priority 255: the owner of the addresses takes what is sent to"
              + " them");
    } else if (!frontends.isEmpty()) {
      section.warning(
          ACCEPT,
          "drops what clients send to the virtual addresses, so they reach no frontend through"
              + " them");
    }
  }

  private void checkCarriedOut(
      String key, String because, Set<String> movers, List<VirtualAddress> virtual) {
    if (!movers.contains(MoverReader.LINUX)) {
      String now = movers.isEmpty() ? MoverReader.NONE : String.join(", ", movers);
      section.problem(key, "needs mover = linux, " + because + "; the mover is '" + now + "'");
    } else if (virtual.isEmpty()) {
      section.problem(key, "means nothing to a router that elects only; remove it");
    }
  }

  /** The mover's settings as written, and these. */
  Map<String, String> with(Map<String, String> written, VirtualRouterConfig router) {
    Map<String, String> all = new HashMap<>(written);
    if (virtualMac) {
      all.put(VIRTUAL_MAC, router.family().name().toLowerCase(Locale.ROOT) + "/" + router.vrid());
    }
    if (!accepts && !router.isOwner()) {
      all.put(ACCEPT, "false");
    }
    return all;
  }
}
