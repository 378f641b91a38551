package io.mainstay.vip.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * A thousand fault schedules in virtual time: lost answers, bursts of refusals, both nodes
 * assigning at once. One alone: {@code -Dmainstay.digitalocean.seed=N}.
 */
class FaultScheduleTest {

  private static final int SCHEDULES = 1000;
  private static final int REQUESTS_PER_MINUTE = 60;

  @Test
  void shouldEndWithOneOwnerTheMasterWithoutARequestStormAndWithTheTokenInNoLog() throws Exception {
    Long only = Long.getLong("mainstay.digitalocean.seed");
    long first = only == null ? 1 : only;
    long last = only == null ? SCHEDULES : only;
    EnumMap<StormyNetwork.Fate, Integer> fates = new EnumMap<>(StormyNetwork.Fate.class);
    int most = 0;
    long posts = 0;
    int demoted = 0;
    try (CapturedLogs logs = CapturedLogs.of(Rig.TOKEN)) {
      for (long seed = first; seed <= last; seed++) {
        TwoNodes nodes = new TwoNodes(seed);
        nodes.play();
        assertThat(nodes.problem()).as("seed %d", seed).isEmpty();
        assertThat(nodes.mostRequestsInAMinute())
            .as("requests per minute, seed %d", seed)
            .isLessThanOrEqualTo(REQUESTS_PER_MINUTE);
        nodes.fates.forEach((fate, count) -> fates.merge(fate, count, Integer::sum));
        most = Math.max(most, nodes.mostRequestsInAMinute());
        posts += nodes.model.posts();
        demoted += nodes.timesDemoted();
      }
      assertThat(logs.linesWithTheSecret()).isEmpty();
      assertThat(logs.lines()).as("something was logged").isPositive();
    }
    System.out.printf(
        Locale.ROOT,
        "seeds %d to %d: %s, %d posts, at most %d requests in a minute, %d times demoted%n",
        first,
        last,
        fates,
        posts,
        most,
        demoted);
    if (only == null) {
      assertThat(fates.keySet())
          .as("faults that happened")
          .hasSize(StormyNetwork.Fate.values().length);
    }
  }
}
