package io.mainstay.vip;

import java.time.Duration;

/**
 * How patient a reconciler is.
 *
 * @param failAfter for how long an address may fail before the router gives up its mastership
 * @param firstRetry how long to wait after the first failure; doubled after every further one
 * @param longestRetry the longest such wait
 * @param refusedRetry how long to wait after a refusal, which only a person can end
 */
public record VipPolicy(
    Duration failAfter, Duration firstRetry, Duration longestRetry, Duration refusedRetry) {

  /** Longest wait of any kind, also when a mover asks for more. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /** Gives up after 5 s; retries after 0.1 s and up to 2 s, after a refusal 30 s. */
  public static final VipPolicy DEFAULT =
      new VipPolicy(
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofSeconds(30));

  public VipPolicy {
    require("failAfter", failAfter);
    require("firstRetry", firstRetry);
    require("longestRetry", longestRetry);
    require("refusedRetry", refusedRetry);
    if (firstRetry.compareTo(longestRetry) > 0) {
      throw new IllegalArgumentException("firstRetry must not be longer than longestRetry");
    }
  }

  private static void require(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be 1 ms to 10 min, not " + value);
    }
  }
}
