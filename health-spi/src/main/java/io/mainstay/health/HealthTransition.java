package io.mainstay.health;

/**
 * A target went up or down.
 *
 * @param target the target
 * @param from the state before the probe
 * @param to the state after it
 * @param result the probe that decided
 * @param counts the target's counts, that probe included
 */
public record HealthTransition(
    HealthTarget target,
    HealthState from,
    HealthState to,
    CheckResult result,
    HealthCounts counts) {

  /** Whether the target now takes traffic. */
  public boolean up() {
    return to.up();
  }
}
