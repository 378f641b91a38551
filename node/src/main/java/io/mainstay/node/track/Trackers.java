package io.mainstay.node.track;

import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthMonitor;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthTarget;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The trackers of all routers. What must be probed is a target of the node's health monitor; what
 * the node knows of itself is read when it is asked for.
 */
public final class Trackers {
  /** Sets the targets of trackers apart from servers, whose names have no colon. */
  private static final String PREFIX = "track:";

  /** For what is probed without an address. */
  private static final InetSocketAddress NO_ADDRESS = new InetSocketAddress(0);

  /** Of a node whose routers have none. */
  public static final Trackers NONE = new Trackers(new TreeMap<>());

  private final Map<String, List<WatchedTracker>> byRouter;

  private Trackers(Map<String, List<WatchedTracker>> byRouter) {
    this.byRouter = byRouter;
  }

  /** A tracker that this host cannot watch. */
  public static final class UnwatchableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Tracker tracker;

    UnwatchableException(Tracker tracker, IllegalArgumentException cause) {
      super(cause.getMessage(), cause);
      this.tracker = tracker;
    }

    public Tracker tracker() {
      return tracker;
    }
  }

  /**
   * Prepares the trackers of each router by the router's name.
   *
   * @throws UnwatchableException for the first that this host cannot watch
   */
  public static Trackers prepare(Map<String, List<Tracker>> byRouter, TrackerProbes probes)
      throws UnwatchableException {
    Map<String, List<WatchedTracker>> prepared = new TreeMap<>();
    for (Map.Entry<String, List<Tracker>> router : byRouter.entrySet()) {
      List<WatchedTracker> watched = new ArrayList<>();
      for (Tracker tracker : router.getValue()) {
        watched.add(prepare(router.getKey(), tracker, probes));
      }
      prepared.put(router.getKey(), watched);
    }
    return new Trackers(prepared);
  }

  private static WatchedTracker prepare(String router, Tracker tracker, TrackerProbes probes)
      throws UnwatchableException {
    InetSocketAddress address =
        tracker.subject() instanceof TrackerSubject.Check check ? check.address() : NO_ADDRESS;
    HealthTarget target = new HealthTarget(PREFIX + router + "/" + tracker.name(), address);
    try {
      return probes.watched(tracker, target);
    } catch (IllegalArgumentException e) {
      throw new UnwatchableException(tracker, e);
    }
  }

  /** Whether a target of the monitor is a tracker and not a server. */
  public static boolean isTracker(HealthTarget target) {
    return target.name().startsWith(PREFIX);
  }

  /** Starts probing; {@code names} hears the name of each target before its first probe. */
  public void watch(HealthMonitor monitor, Consumer<String> names) {
    for (List<WatchedTracker> trackers : byRouter.values()) {
      for (WatchedTracker tracker : trackers) {
        HealthCheck check = tracker.check();
        if (check != null) {
          names.accept(tracker.target().name());
          monitor.watch(tracker.target(), check, tracker.policy());
        }
      }
    }
  }

  /** Whether a result may change a weight although nothing turned up or down. */
  public boolean mayChangeWeight(HealthSnapshot result) {
    return byRouter.values().stream()
        .flatMap(List::stream)
        .anyMatch(tracker -> tracker.weightIsContent() && tracker.target().equals(result.target()));
  }

  /** What the trackers of a router say now, in the order of the configuration. */
  public List<TrackerState> states(String router, HealthMonitor monitor) {
    return byRouter.getOrDefault(router, List.of()).stream()
        .map(tracker -> tracker.state(monitor))
        .toList();
  }
}
