package io.mainstay.node.status;

import io.mainstay.node.peer.PeerSnapshot;
import io.mainstay.node.track.TrackerState;
import io.mainstay.vip.VipPresence;
import io.mainstay.vip.VipSnapshot;
import io.mainstay.vrrp.VrrpCounters;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.engine.DurationQuantiles;
import io.mainstay.vrrp.engine.Stalls;
import io.mainstay.vrrp.engine.VrrpAgentSnapshot;
import io.mainstay.vrrp.state.VrrpState;
import io.prometheus.metrics.model.snapshots.Labels;

/** Metrics of virtual routers, of what moves their addresses, and of the links to peers. Pure. */
final class ElectionMetrics {
  private static final double NANOS = 1e9;

  private final MetricFamilies families;

  ElectionMetrics(MetricFamilies families) {
    this.families = families;
  }

  void add(NodeSnapshot.Election election) {
    election.routers().forEach(this::addRouter);
    addAgent(election.agent());
  }

  void addPeer(PeerSnapshot peer) {
    Labels labels =
        Labels.of(
            "peer", peer.peer().name(), "address", SocketAddressText.of(peer.peer().address()));
    families.flag(
        "mainstay_peer_up",
        "Whether the link to the peer stands.",
        labels,
        peer.state() == PeerSnapshot.State.UP);
    families.flag(
        "mainstay_peer_death_detectable",
        "Whether the end of the peer's process would be noticed.",
        labels,
        peer.deathDetectable());
    peer.roundTrip()
        .ifPresent(
            time ->
                families.gauge(
                    "mainstay_peer_round_trip_seconds",
                    "The last round trip to the peer.",
                    labels,
                    time.toNanos() / NANOS));
  }

  private void addRouter(RouterStatus router) {
    VrrpSnapshot vrrp = router.vrrp();
    Labels labels = Labels.of("router", vrrp.router().name());
    for (VrrpState state : VrrpState.values()) {
      families.flag(
          "mainstay_vrrp_state",
          "Whether the virtual router is in this state.",
          labels.add("state", state.name()),
          state == vrrp.state());
    }
    families.gauge(
        "mainstay_vrrp_state_change_timestamp_seconds",
        "When it entered its state.",
        labels,
        vrrp.since().toEpochMilli() / 1e3);
    families.gauge(
        "mainstay_vrrp_priority",
        "The priority that it advertises.",
        labels,
        vrrp.effectivePriority());
    families.gauge(
        "mainstay_vrrp_configured_priority",
        "The priority as configured.",
        labels,
        vrrp.router().priority());
    families.gauge(
        "mainstay_vrrp_master_priority",
        "The master's priority; 0 without one.",
        labels,
        vrrp.masterPriority());
    addCounters(labels, vrrp.counters());
    router.trackers().forEach(tracker -> addTracker(labels, tracker));
    router.addresses().ifPresent(vip -> addAddresses(labels, vip));
  }

  private void addCounters(Labels labels, VrrpCounters counters) {
    count("advertisements_sent", "Advertisements sent.", labels, counters.advertisementsSent());
    count(
        "advertisements_received",
        "Valid advertisements received.",
        labels,
        counters.advertisementsReceived());
    count("resignations_sent", "Advertised priority 0.", labels, counters.resignationsSent());
    count("resignations_received", "Heard priority 0.", labels, counters.resignationsReceived());
    count("promotions", "Times that it became master.", labels, counters.promotions());
    count("send_failures", "Advertisements that could not leave.", labels, counters.sendFailures());
    count("announcements", "Announcements of addresses.", labels, counters.announcements());
    count(
        "announcement_failures",
        "Announcements that could not leave.",
        labels,
        counters.announcementFailures());
    count(
        "other_group_advertisements",
        "Heard from another group with this VRID.",
        labels,
        counters.otherGroupAdvertisements());
    counters
        .rejected()
        .forEach(
            (reason, count) ->
                count(
                    "rejected",
                    "Advertisements discarded.",
                    labels.add("reason", reason.name()),
                    count));
  }

  private void addTracker(Labels router, TrackerState tracker) {
    Labels labels = router.add("tracker", tracker.name());
    families.flag("mainstay_tracker_ok", "Whether it passes.", labels, tracker.ok());
    families.gauge(
        "mainstay_tracker_added_priority",
        "What it adds to the priority now.",
        labels,
        tracker.added());
  }

  private void addAddresses(Labels router, VipSnapshot vip) {
    for (VipSnapshot.Address address : vip.addresses()) {
      Labels labels = router.add("address", address.address().address().getHostAddress());
      families.flag(
          "mainstay_vip_held",
          "Whether this host has the address.",
          labels,
          address.presence() == VipPresence.HELD);
      families.gauge(
          "mainstay_vip_failures",
          "Attempts to move the address that failed since the last that succeeded.",
          labels,
          address.failures());
    }
  }

  private void addAgent(VrrpAgentSnapshot agent) {
    Stalls stalls = agent.stalls();
    addStalls("0.01", stalls.over10Millis());
    addStalls("0.1", stalls.over100Millis());
    addStalls("1", stalls.over1000Millis());
    families.gauge(
        "mainstay_vrrp_longest_stall_seconds",
        "The latest that the routers' thread ever ran.",
        Labels.EMPTY,
        stalls.longestNanos() / NANOS);
    addQuantiles("duty_cycle", "Duty cycles of the last minute.", agent.dutyCycle());
    addQuantiles(
        "advertisement_lateness",
        "How late advertisements of the last minute were.",
        agent.advertisementLateness());
    agent
        .rejected()
        .forEach(
            (reason, count) ->
                count(
                    "unassigned_rejected",
                    "Datagrams discarded before any router could have them.",
                    Labels.of("reason", reason.name()),
                    count));
  }

  private void addStalls(String longerThan, long count) {
    count(
        "stalls",
        "How often the routers' thread ran later than it wanted.",
        Labels.of("longer_than_seconds", longerThan),
        count);
  }

  private void addQuantiles(String name, String help, DurationQuantiles times) {
    addQuantile(name, help, "50", times.p50Nanos());
    addQuantile(name, help, "99", times.p99Nanos());
    addQuantile(name, help, "99.9", times.p999Nanos());
    addQuantile(name, help, "100", times.maxNanos());
  }

  private void addQuantile(String name, String help, String percentile, long nanos) {
    families.gauge(
        "mainstay_vrrp_" + name + "_seconds",
        help,
        Labels.of("percentile", percentile),
        nanos / NANOS);
  }

  private void count(String name, String help, Labels labels, long value) {
    families.counter("mainstay_vrrp_" + name, help, labels, value);
  }
}
