package io.mainstay.health;

/**
 * Hears what a monitor finds, on the monitor's thread and in order; it must not block. What it
 * throws is logged and has no other effect.
 */
public interface HealthListener {

  /** A target went up or down. */
  void onTransition(HealthTransition transition);

  /**
   * A probe ended; called after every probe, and before {@link #onTransition} when the probe also
   * turned the target up or down.
   */
  default void onResult(HealthSnapshot snapshot) {}

  /**
   * A target is watched no more, or is about to start anew because it was replaced: what was kept
   * of it can go. No result of the watch that ended follows. Not called when the monitor closes.
   */
  default void onUnwatched(HealthTarget target) {}
}
