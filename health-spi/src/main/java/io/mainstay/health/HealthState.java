package io.mainstay.health;

/**
 * Where a target stands between down and up, kept as HAProxy keeps it: one counter from 0 (steadily
 * down) to {@code rise + fall - 1} (steadily up); from {@code rise} on the target is up.
 *
 * @param health the counter
 * @param rise how many successes in a row bring a target up
 * @param fall how many failures in a row bring it down
 */
public record HealthState(int health, int rise, int fall) {

  /** The four things an operator tells apart. */
  public enum Phase {
    UP,
    /** Still up, with failures. */
    GOING_DOWN,
    DOWN,
    /** Still down, with successes. */
    GOING_UP
  }

  public HealthState {
    if (rise < 1 || fall < 1 || health < 0 || health > rise + fall - 1) {
      throw new IllegalArgumentException(
          "health " + health + " is not within rise " + rise + " and fall " + fall);
    }
  }

  /** The state before the first probe. */
  public static HealthState initial(CheckPolicy policy) {
    int rise = policy.rise();
    int health =
        switch (policy.initialState()) {
          case FULLY_UP -> rise + policy.fall() - 1;
          case UP -> rise;
          case DOWN -> rise - 1;
          case FULLY_DOWN -> 0;
        };
    return new HealthState(health, rise, policy.fall());
  }

  /** Whether the target takes traffic. */
  public boolean up() {
    return health >= rise;
  }

  public Phase phase() {
    if (up()) {
      return health == rise + fall - 1 ? Phase.UP : Phase.GOING_DOWN;
    }
    return health == 0 ? Phase.DOWN : Phase.GOING_UP;
  }

  /** As a statistics page shows it: {@code UP}, {@code UP 2/3}, {@code DOWN}, {@code DOWN 1/2}. */
  @Override
  public String toString() {
    return switch (phase()) {
      case UP -> "UP";
      case GOING_DOWN -> "UP " + (health - rise + 1) + "/" + fall;
      case DOWN -> "DOWN";
      case GOING_UP -> "DOWN " + health + "/" + rise;
    };
  }
}
