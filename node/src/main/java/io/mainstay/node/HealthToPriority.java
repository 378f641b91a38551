package io.mainstay.node;

import io.mainstay.node.config.WhenUnhealthy;
import io.mainstay.node.track.TrackerEffect;
import io.mainstay.node.track.TrackerState;
import io.mainstay.vrrp.VirtualRouterConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns the health of what a node serves, and what its trackers say, into its standing in an
 * election. Pure; the only place where the proxy and VRRP meet.
 */
final class HealthToPriority {

  /** The priorities of a router that does not own its addresses (RFC 9568 Section 5.2.4). */
  private static final int LOWEST = 1;

  private static final int HIGHEST = 254;

  /** What the election is told. */
  sealed interface Standing {

    /** Why, one sentence for each cause; empty when nothing speaks for or against the node. */
    List<String> reasons();

    /** All reasons in one line. */
    default String reason() {
      return reasons().isEmpty() ? "healthy" : String.join(", ", reasons());
    }

    /** Take part with this priority. */
    record Candidate(int priority, List<String> reasons) implements Standing {
      public Candidate {
        reasons = List.copyOf(reasons);
      }
    }

    /** Do not take part. */
    record Fault(List<String> reasons) implements Standing {
      public Fault {
        reasons = List.copyOf(reasons);
      }
    }
  }

  private HealthToPriority() {}

  /**
   * Judges a node. Weights move the configured priority first, within 1 to 254; a node that cannot
   * serve then advertises a tenth of that, so that no positive weight lifts it above a healthy one.
   *
   * @param configuredPriority 1 to 255
   * @param usableServers how many servers each tracked backend can send requests to
   * @param trackers what the router's trackers say
   */
  static Standing judge(
      int configuredPriority,
      WhenUnhealthy whenUnhealthy,
      Map<String, Integer> usableServers,
      List<TrackerState> trackers) {
    List<String> unusable = unusable(usableServers);
    boolean owner = configuredPriority == VirtualRouterConfig.OWNER_PRIORITY;
    List<String> faults = new ArrayList<>();
    trackers.stream()
        .filter(TrackerState::faults)
        .map(HealthToPriority::reason)
        .forEach(faults::add);
    if (whenUnhealthy == WhenUnhealthy.FAULT || (owner && whenUnhealthy == WhenUnhealthy.LOWER)) {
      // The owner of its addresses cannot advertise less than 255: it steps aside.
      faults.addAll(unusable);
    }
    if (!faults.isEmpty()) {
      return new Standing.Fault(faults);
    }
    List<String> reasons = new ArrayList<>();
    int priority = owner ? configuredPriority : weighed(configuredPriority, trackers, reasons);
    if (unusable.isEmpty()) {
      return new Standing.Candidate(priority, reasons);
    }
    if (whenUnhealthy == WhenUnhealthy.IGNORE) {
      unusable.forEach(reason -> reasons.add(reason + " (ignored)"));
      return new Standing.Candidate(priority, reasons);
    }
    reasons.addAll(unusable);
    return new Standing.Candidate(lowered(priority), reasons);
  }

  private static List<String> unusable(Map<String, Integer> usableServers) {
    return usableServers.entrySet().stream()
        .filter(backend -> backend.getValue() == 0)
        .map(backend -> "backend " + backend.getKey() + " has no usable server")
        .toList();
  }

  private static int weighed(
      int configuredPriority, List<TrackerState> trackers, List<String> reasons) {
    int priority = configuredPriority;
    for (TrackerState tracker : trackers) {
      priority += tracker.added();
      if (tracker.added() != 0 || !tracker.ok()) {
        reasons.add(reason(tracker));
      }
    }
    return Math.max(LOWEST, Math.min(HIGHEST, priority));
  }

  private static String reason(TrackerState tracker) {
    String said =
        "tracker " + tracker.name() + (tracker.ok() ? " is ok: " : " failed: ") + tracker.detail();
    if (tracker.effect() instanceof TrackerEffect.Fault) {
      return said;
    }
    return tracker.lost() != 0
        ? said + " (+" + tracker.lost() + " lost)"
        : said + " (" + signed(tracker.added()) + ")";
  }

  private static String signed(int points) {
    return points < 0 ? String.valueOf(points) : "+" + points;
  }

  /**
   * A tenth, in whole numbers: below any sensible priority of a healthy node, and in the same order
   * among unhealthy ones that are ten apart, so that one of them answers 503 rather than nobody.
   */
  static int lowered(int configuredPriority) {
    return Math.max(LOWEST, configuredPriority / 10);
  }
}
