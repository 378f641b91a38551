package io.mainstay.node.config;

import io.mainstay.node.track.Tracker;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.VirtualRouterConfig;
import java.util.List;

/**
 * One virtual router with what joins it to the rest of the node.
 *
 * @param vrrp the election
 * @param addresses the virtual addresses with their prefixes, in the order of {@code vrrp}
 * @param movers who moves the addresses, in the order in which they acquire one; none elects only
 * @param virtualMac whether the router has a MAC address of its own
 * @param track the backends whose health the priority follows
 * @param whenUnhealthy what happens when one of them has no usable server
 * @param whenDuplicate what happens when somebody else answers for an address
 * @param trackers what else its standing follows
 * @param location where the router is written, for messages
 */
public record RouterConfig(
    VirtualRouterConfig vrrp,
    List<VirtualAddress> addresses,
    List<RouterMover> movers,
    boolean virtualMac,
    List<String> track,
    WhenUnhealthy whenUnhealthy,
    WhenDuplicate whenDuplicate,
    List<Tracker> trackers,
    String location) {

  public RouterConfig {
    addresses = List.copyOf(addresses);
    movers = List.copyOf(movers);
    track = List.copyOf(track);
    trackers = List.copyOf(trackers);
  }
}
