package io.mainstay.node.track;

import io.mainstay.health.CheckPolicy;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthMonitor;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthTarget;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tracker as it is watched.
 *
 * @param tracker what was configured
 * @param target its name at the monitor
 * @param check probes it; null for what the node knows without probing
 * @param reading makes its state of what the monitor knows
 */
record WatchedTracker(
    Tracker tracker, HealthTarget target, @Nullable HealthCheck check, Reading reading) {

  /** Turns the monitor's latest snapshot, if there is one, into a state. */
  interface Reading {
    TrackerState state(Tracker tracker, Optional<HealthSnapshot> snapshot);
  }

  TrackerState state(HealthMonitor monitor) {
    return reading.state(tracker, monitor.snapshot(target.name()));
  }

  /** How the monitor probes it. */
  CheckPolicy policy() {
    return tracker.policy();
  }

  /** Whether each result counts, not only a turn. */
  boolean weightIsContent() {
    return tracker.effect() instanceof TrackerEffect.Content;
  }

  /** What was never probed counts as ok: a node that starts knows no reason against itself. */
  static TrackerState probed(Tracker tracker, Optional<HealthSnapshot> snapshot) {
    if (snapshot.isEmpty() || !snapshot.get().probed()) {
      return new TrackerState(tracker.name(), tracker.effect(), true, "not probed yet");
    }
    return known(tracker, snapshot.get().up(), seen(snapshot.get()));
  }

  /** The state of a tracker whose subject is known to be well or not. */
  static TrackerState known(Tracker tracker, boolean well, String seen) {
    return tracker.reverse()
        ? new TrackerState(tracker.name(), tracker.effect(), !well, seen + " (reverse)")
        : new TrackerState(tracker.name(), tracker.effect(), well, seen);
  }

  /** The state of a file whose number is the weight. */
  static TrackerState content(Tracker tracker, Optional<HealthSnapshot> snapshot, long number) {
    boolean readable = snapshot.isPresent() && snapshot.get().probed() && snapshot.get().up();
    String seen = snapshot.filter(HealthSnapshot::probed).map(WatchedTracker::seen).orElse("");
    if (!readable) {
      String detail = seen.isEmpty() ? "not probed yet" : seen;
      return new TrackerState(tracker.name(), new TrackerEffect.Weight(0), seen.isEmpty(), detail);
    }
    if (number < -TrackerEffect.Weight.MAX) {
      return new TrackerState(tracker.name(), new TrackerEffect.Fault(), false, seen);
    }
    int points = (int) Math.min(number, TrackerEffect.Weight.MAX);
    return new TrackerState(tracker.name(), new TrackerEffect.Weight(points), points >= 0, seen);
  }

  private static String seen(HealthSnapshot snapshot) {
    String description = snapshot.lastResult().description();
    return description.isEmpty() ? snapshot.lastResult().code().name() : description;
  }
}
