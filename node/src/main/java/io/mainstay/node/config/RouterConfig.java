package io.mainstay.node.config;

import io.mainstay.node.track.Tracker;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.VirtualRouterConfig;
import java.util.List;
import java.util.Map;

/**
 * One virtual router with what joins it to the rest of the node.
 *
 * @param vrrp the election
 * @param addresses the virtual addresses with their prefixes, in the order of {@code vrrp}
 * @param mover the name of the mover's factory, or {@link #NO_MOVER}
 * @param moverSettings the mover's own settings as written, and what the router's own say to it
 * @param virtualMac whether the router has a MAC address of its own
 * @param track the backends whose health the priority follows
 * @param whenUnhealthy what happens when one of them has no usable server
 * @param trackers what else its standing follows
 * @param location where the mover is written, for messages
 * @param settingsLocation where the mover's settings are written, for messages
 */
public record RouterConfig(
    VirtualRouterConfig vrrp,
    List<VirtualAddress> addresses,
    String mover,
    Map<String, String> moverSettings,
    boolean virtualMac,
    List<String> track,
    WhenUnhealthy whenUnhealthy,
    List<Tracker> trackers,
    String location,
    String settingsLocation) {

  /** Elects without moving any address. */
  public static final String NO_MOVER = "none";

  public RouterConfig {
    addresses = List.copyOf(addresses);
    moverSettings = Map.copyOf(moverSettings);
    track = List.copyOf(track);
    trackers = List.copyOf(trackers);
  }
}
