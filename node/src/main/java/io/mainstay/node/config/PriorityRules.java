package io.mainstay.node.config;

import io.mainstay.node.track.Tracker;
import io.mainstay.node.track.TrackerEffect;
import io.mainstay.node.track.TrackerSubject;
import io.mainstay.vrrp.VirtualRouterConfig;
import java.util.List;

/**
 * Judges whether what moves a router's priority can do what it is meant for. Refuses what cannot
 * work whatever the other nodes have; warns where that depends on them.
 */
final class PriorityRules {
  /** The highest priority that an unhealthy node can have, a tenth of 254. */
  private static final int HIGHEST_LOWERED = 25;

  private static final int HIGHEST = 254;

  private final Section section;
  private final int priority;

  PriorityRules(Section section, int priority) {
    this.section = section;
    this.priority = priority;
  }

  void check(
      boolean preempt,
      boolean tracksBackends,
      WhenUnhealthy whenUnhealthy,
      String interfaceName,
      List<Tracker> trackers) {
    List<Tracker> weighted =
        trackers.stream()
            .filter(tracker -> !(tracker.effect() instanceof TrackerEffect.Fault))
            .toList();
    weighted.forEach(tracker -> refuseUselessWeight(tracker, preempt));
    trackers.forEach(tracker -> warnOfOwnInterface(tracker, interfaceName));
    warnWhenCut(weighted);
    checkPeer(weighted);
    boolean lowers = tracksBackends && whenUnhealthy == WhenUnhealthy.LOWER;
    if (lowers && priority <= HIGHEST_LOWERED) {
      section.warning(
          "priority",
          priority
              + " is not above 25, to which an unhealthy node with priority 254 goes down, so that"
              + " one could win; give healthy nodes 26 or more");
    }
    if (lowers && !preempt && priority != VirtualRouterConfig.OWNER_PRIORITY) {
      section.warning(
          "preempt",
          "= false: this router does not take over from a master whose priority only goes down, so"
              + " an unhealthy master keeps the addresses while it lives; set when-unhealthy ="
              + " fault, or preempt = true");
    }
  }

  private void refuseUselessWeight(Tracker tracker, boolean preempt) {
    if (priority == VirtualRouterConfig.OWNER_PRIORITY) {
      problem(
          tracker,
          "has no effect: the owner of its addresses always advertises 255 (RFC 9568 Section"
              + " 5.2.4); leave weight out so that a failure means fault, or give the router a"
              + " priority of 254 or less");
    } else if (!preempt) {
      problem(
          tracker,
          "cannot work with preempt = false: lowering a master's priority moves the addresses only"
              + " because a backup preempts it, and a router with preempt = false never does; leave"
              + " weight out so that a failure means fault (the master resigns and a backup takes"
              + " over at once), or set preempt = true");
    }
  }

  private void warnOfOwnInterface(Tracker tracker, String interfaceName) {
    if (tracker.subject() instanceof TrackerSubject.Interface network
        && network.interfaceName().equals(interfaceName)
        && !tracker.reverse()) {
      section.warningAt(
          tracker.location(),
          path(tracker)
              + " watches the router's own interface, which is followed anyway: without it the"
              + " router is in fault");
    }
  }

  /** Priorities end at 254: what is above does not count, and is not missed when it goes. */
  private void warnWhenCut(List<Tracker> weighted) {
    int best = priority + weighted.stream().mapToInt(PriorityRules::positive).sum();
    if (best > HIGHEST && priority <= HIGHEST) {
      section.warning(
          "priority",
          priority
              + " and all positive weights make "
              + best
              + ", which is cut to 254, so a lost weight would lower it by less than it says; lower"
              + " the priority or the weights");
    }
  }

  private void checkPeer(List<Tracker> weighted) {
    if (!section.has("peer-priority")) {
      return;
    }
    int peer = section.integer("peer-priority", 1, VirtualRouterConfig.OWNER_PRIORITY);
    if (peer == priority) {
      section.problem(
          "peer-priority",
          "is also this node's priority: the higher address would decide, and a weight of the"
              + " other; give one node more");
    }
    if (peer >= priority || weighted.isEmpty()) {
      return;
    }
    int enough = priority - peer + 1;
    int all = weighted.stream().mapToInt(PriorityRules::size).sum();
    boolean unbounded =
        weighted.stream().anyMatch(tracker -> tracker.effect() instanceof TrackerEffect.Content);
    if (!unbounded && all < enough) {
      section.problem(
          "peer-priority",
          peer
              + " is never undercut: with every weight lost this node still has "
              + (priority - all)
              + "; make the weights "
              + enough
              + " or more together");
      return;
    }
    weighted.stream()
        .filter(tracker -> tracker.effect() instanceof TrackerEffect.Weight)
        .filter(tracker -> size(tracker) < enough)
        .forEach(tracker -> warnTooSmall(tracker, peer, enough));
  }

  private void warnTooSmall(Tracker tracker, int peer, int enough) {
    section.warningAt(
        tracker.location(),
        path(tracker)
            + ".weight of "
            + size(tracker)
            + " does not bridge the gap to peer-priority "
            + peer
            + " alone: its failure leaves "
            + (priority - size(tracker))
            + " and moves nothing; "
            + enough
            + " or more would");
  }

  private void problem(Tracker tracker, String message) {
    section.problemAt(tracker.location(), path(tracker) + ".weight " + message);
  }

  private String path(Tracker tracker) {
    return section.path("trackers." + tracker.name());
  }

  private static int size(Tracker tracker) {
    return tracker.effect() instanceof TrackerEffect.Weight weight ? Math.abs(weight.points()) : 0;
  }

  private static int positive(Tracker tracker) {
    return tracker.effect() instanceof TrackerEffect.Weight weight
        ? Math.max(0, weight.points())
        : 0;
  }
}
