package io.mainstay.vrrp;

import java.time.Duration;

/**
 * When a MASTER tells its neighbours by gratuitous ARP or unsolicited Neighbor Advertisements that
 * the addresses are its own. One round announces every address.
 *
 * @param repeat rounds in a burst, 1 to 100; for switches and hosts that miss the first
 * @param interval time between the rounds of a burst, 1 ms to 1 min
 * @param delay from the first burst after a take-over to the second, for links that come up slowly;
 *     zero for no second burst
 * @param refresh a round so often for as long as it is MASTER; zero for never
 * @param lowerPriorityRepeat rounds after a router of lower priority advertised, which may have
 *     misled the neighbours; at most one burst a second, and none with 0
 */
public record Announcements(
    int repeat, Duration interval, Duration delay, Duration refresh, int lowerPriorityRepeat) {

  // First, because the constructor of the constant below reads them.
  private static final int MOST_ROUNDS = 100;
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * What keepalived does: five rounds at once, five more after five seconds, and five when a lower
   * priority was heard, because that router misled as many as a take-over does.
   */
  public static final Announcements DEFAULT =
      new Announcements(5, Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ZERO, 5);

  public Announcements {
    check(repeat >= 1 && repeat <= MOST_ROUNDS, "announcements must repeat 1 to 100 times");
    check(
        lowerPriorityRepeat >= 0 && lowerPriorityRepeat <= MOST_ROUNDS,
        "announcements after a lower priority must repeat 0 to 100 times");
    check(
        interval.compareTo(Duration.ofMillis(1)) >= 0
            && interval.compareTo(Duration.ofMinutes(1)) <= 0,
        "the time between announcements must be 1 ms to 1 min");
    check(
        !delay.isNegative() && delay.compareTo(LONGEST) <= 0,
        "the delay of the second announcements must be 0 to 1 day");
    check(
        refresh.isZero()
            || (refresh.compareTo(Duration.ofSeconds(1)) >= 0 && refresh.compareTo(LONGEST) <= 0),
        "announcements must be refreshed each 1 s to 1 day, or never with 0");
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
