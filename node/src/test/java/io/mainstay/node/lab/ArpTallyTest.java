package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArpTallyTest {
  private static final long START_NANOS = Long.MAX_VALUE - 1_000;
  private static final Map<String, String> NODES = Map.of("mac-a", "a", "mac-b", "b");

  private final ArpTally tally = new ArpTally();

  @Test
  void shouldCountByWhoAnsweredAndWhenSinceTheFault() {
    tally.asked(at(-10));
    tally.answered("mac-a", at(-9));
    tally.fault(at(0));
    tally.asked(at(10));
    tally.answered("mac-a", at(11));
    tally.asked(at(49));
    tally.answered("mac-a", at(50));
    tally.asked(at(1190));
    tally.answered("mac-b", at(1200));
    tally.asked(at(6000));
    tally.answered("mac-b", at(6001));

    ArpAnswers answers =
        tally.answers(
            mac -> NODES.getOrDefault(mac, "?"), name -> name.equals("a") ? "killed" : "new");

    assertThat(answers)
        .isEqualTo(
            new ArpAnswers(
                4,
                6000,
                List.of(
                    new ArpAnswers.Answerer(
                        "a", "killed", "mac-a", List.of(1L, 1L, 0L, 0L), 11, 50),
                    new ArpAnswers.Answerer(
                        "b", "new", "mac-b", List.of(0L, 0L, 1L, 1L), 1200, 6001))));
  }

  @Test
  void shouldCountNothingBeforeTheFault() {
    tally.asked(at(1));
    tally.answered("mac-a", at(2));

    assertThat(tally.answers(mac -> mac, name -> name)).isEqualTo(new ArpAnswers(0, 0, List.of()));
  }

  private static long at(long millis) {
    return START_NANOS + TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
