package io.mainstay.health;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How often a target is probed and how many probes decide. Names, defaults and meaning are
 * HAProxy's.
 *
 * @param inter from the start of one probe to the start of the next while the target is steadily up
 * @param fastInter the same while the target is between up and down or was never probed; without it
 *     {@code inter}
 * @param downInter the same while the target is steadily down; without it {@code inter}
 * @param rise how many successes in a row bring a target up
 * @param fall how many failures in a row bring it down
 * @param timeout how long one probe may take in all; without it {@code inter}
 * @param initialState what the target counts as before its first probe
 */
public record CheckPolicy(
    Duration inter,
    @Nullable Duration fastInter,
    @Nullable Duration downInter,
    int rise,
    int fall,
    @Nullable Duration timeout,
    InitialState initialState) {

  /** The most probes that {@code rise} or {@code fall} may ask for. */
  public static final int MAX_PROBES = 10_000;

  /** The shortest interval and timeout: below it a probe measures the prober. */
  public static final Duration SHORTEST = Duration.ofMillis(1);

  /** The longest interval and timeout. */
  public static final Duration LONGEST = Duration.ofDays(1);

  /** Every 2 s, up after 2 successes, down after 3 failures. */
  public static final CheckPolicy DEFAULT =
      new CheckPolicy(Duration.ofSeconds(2), null, null, 2, 3, null, InitialState.UP);

  public CheckPolicy {
    Objects.requireNonNull(initialState);
    requireDuration("inter", inter);
    requireDuration("fastinter", fastInter);
    requireDuration("downinter", downInter);
    requireDuration("timeout", timeout);
    requireProbes("rise", rise);
    requireProbes("fall", fall);
  }

  public CheckPolicy withInter(Duration value) {
    return new CheckPolicy(value, fastInter, downInter, rise, fall, timeout, initialState);
  }

  public CheckPolicy withFastInter(Duration value) {
    return new CheckPolicy(inter, value, downInter, rise, fall, timeout, initialState);
  }

  public CheckPolicy withDownInter(Duration value) {
    return new CheckPolicy(inter, fastInter, value, rise, fall, timeout, initialState);
  }

  public CheckPolicy withRise(int value) {
    return new CheckPolicy(inter, fastInter, downInter, value, fall, timeout, initialState);
  }

  public CheckPolicy withFall(int value) {
    return new CheckPolicy(inter, fastInter, downInter, rise, value, timeout, initialState);
  }

  public CheckPolicy withTimeout(Duration value) {
    return new CheckPolicy(inter, fastInter, downInter, rise, fall, value, initialState);
  }

  public CheckPolicy withInitialState(InitialState value) {
    return new CheckPolicy(inter, fastInter, downInter, rise, fall, timeout, value);
  }

  /** How long one probe may take in all. */
  public Duration effectiveTimeout() {
    return timeout != null ? timeout : inter;
  }

  /** From one start to the next for a target in the given phase. */
  public Duration interval(HealthState.Phase phase) {
    return switch (phase) {
      case UP -> inter;
      case DOWN -> downInter != null ? downInter : inter;
      case GOING_DOWN, GOING_UP -> unsettledInterval();
    };
  }

  /** From one start to the next while unsettled, and the time over which first probes spread. */
  public Duration unsettledInterval() {
    return fastInter != null ? fastInter : inter;
  }

  private static void requireDuration(String name, @Nullable Duration value) {
    if (value != null && (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          name + " must be 1 ms to 1 day, not " + value.toMillis() + " ms");
    }
  }

  private static void requireProbes(String name, int value) {
    if (value < 1 || value > MAX_PROBES) {
      throw new IllegalArgumentException(
          name + " must be 1 to " + MAX_PROBES + " probes, not " + value);
    }
  }
}
