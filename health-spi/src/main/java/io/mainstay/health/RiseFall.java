package io.mainstay.health;

/**
 * The judge: what one more probe does to a target's state. Pure.
 *
 * <p>A failure moves an up target one step towards down, and an early success sends it straight
 * back to steadily up; a success moves a down target one step towards up, and a failure sends it
 * back to steadily down. So {@code fall} failures or {@code rise} successes must come in a row, and
 * a server that flaps with every probe keeps the state it has. With {@link InitialState#UP} or
 * {@link InitialState#DOWN} the very first probe decides alone.
 */
public final class RiseFall {

  private RiseFall() {}

  /** The state after a probe with this result. */
  public static HealthState judge(HealthState state, CheckResult result) {
    return judge(state, result.passed() ? Vote.PASSED : Vote.FAILED);
  }

  static HealthState judge(HealthState state, Vote vote) {
    int rise = state.rise();
    int fall = state.fall();
    int health =
        switch (vote) {
          case PASSED -> state.health() + 1 >= rise ? rise + fall - 1 : state.health() + 1;
          case FAILED -> state.health() - 1 < rise ? 0 : state.health() - 1;
        };
    return new HealthState(health, rise, fall);
  }

  enum Vote {
    PASSED,
    FAILED
  }
}
