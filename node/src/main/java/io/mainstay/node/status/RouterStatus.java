package io.mainstay.node.status;

import io.mainstay.node.config.RouterConfig;
import io.mainstay.node.track.TrackerState;
import io.mainstay.vip.VipSnapshot;
import io.mainstay.vrrp.VrrpSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * One virtual router at one moment.
 *
 * @param config as configured
 * @param vrrp how the election stands
 * @param addresses what the mover knows of the addresses; empty for a router that only elects
 * @param reasons what lowers or raises the priority
 * @param duplicate that another host answers for an address, if one does
 * @param trackers what the priority follows, in the order of the configuration
 */
public record RouterStatus(
    RouterConfig config,
    VrrpSnapshot vrrp,
    Optional<VipSnapshot> addresses,
    List<String> reasons,
    Optional<String> duplicate,
    List<TrackerState> trackers) {

  public RouterStatus {
    reasons = List.copyOf(reasons);
    trackers = List.copyOf(trackers);
  }

  /** The same with what its trackers say. */
  public RouterStatus withTrackers(List<TrackerState> states) {
    return new RouterStatus(config, vrrp, addresses, reasons, duplicate, states);
  }
}
