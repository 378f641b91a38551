package io.mainstay.vrrp.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VrrpStateMachineTest {

  /** A case of the table: its title, its router, and then events with their actions. */
  record Case(String title, List<String> lines) {
    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Case> table() throws IOException {
    List<Case> cases = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(
            VrrpStateMachineTest.class.getResourceAsStream("/vectors/state-table.txt"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.startsWith("== ")) {
          lines = new ArrayList<>();
          cases.add(new Case(line.substring(3), lines));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          lines.add(line.strip());
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("table")
  void shouldFollowTheStateTable(Case rows) {
    StateScript script = new StateScript(rows.lines().get(0));
    List<String> actual = new ArrayList<>();
    for (String line : rows.lines().subList(1, rows.lines().size())) {
      if (line.startsWith("> ")) {
        actual.add(line);
        actual.addAll(script.run(line.substring(2)));
      }
    }

    assertThat(actual).isEqualTo(rows.lines().subList(1, rows.lines().size()));
  }

  @Test
  void shouldNeverInstallWithoutPromotionNorAdvertiseUnlessMaster() {
    long seed = 42;
    SplittableRandom random = new SplittableRandom(seed);
    String[] events = {
      "startup",
      "shutdown",
      "fault f",
      "clear",
      "link-down l",
      "link-up 10.0.0.10",
      "adv 0 10.0.0.2",
      "adv 90 10.0.0.2",
      "adv 100 10.0.0.9",
      "adv 100 10.0.0.11",
      "adv 110 10.0.0.3",
      "stranger 100 10.0.0.66 1000 10.0.0.99",
      "stranger 0 10.0.0.66 1000 10.0.0.99",
      "peer 10.0.0.2 died x",
      "peer 10.0.0.3 resigned x",
      "resumed 500",
      "resumed 5000",
      "group-promotes x",
      "group-demotes x",
      "group-faulted x",
      "group-recovered",
      "group-holds 300",
      "priority 80",
      "priority 120",
      "installed 1",
      "installed 3",
      "failed 2 x",
      "timer MASTER_DOWN 7",
      "timer ADVERTISEMENT 9",
      "timer-if-due",
      "timer-if-due",
      "timer-if-due"
    };
    for (int run = 0; run < 2_000; run++) {
      StateScript script =
          new StateScript("router priority=100 handover=" + 500 * random.nextInt(2));
      for (int step = 0; step < 60; step++) {
        String event = events[random.nextInt(events.length)];
        VrrpState before = script.machine().state();
        List<String> actions = script.run("+" + random.nextInt(2000) + " " + event);
        VrrpState after = script.machine().state();

        boolean sent = actions.stream().anyMatch(action -> action.startsWith("send"));
        boolean removed = actions.contains("remove");
        assertThat(!sent || before == VrrpState.MASTER || after == VrrpState.MASTER)
            .as("seed %d: %s in %s sends", seed, event, before)
            .isTrue();
        assertThat(removed)
            .as("seed %d: %s in %s lets go", seed, event, before)
            .isEqualTo(before == VrrpState.MASTER && after != VrrpState.MASTER);
        assertThat(actions.stream().anyMatch(action -> action.startsWith("install")))
            .as("seed %d: %s in %s installs", seed, event, before)
            .isEqualTo(before != VrrpState.MASTER && after == VrrpState.MASTER);
        assertThat(actions.size()).isLessThanOrEqualTo(6);
        if (event.startsWith("stranger") && before == VrrpState.MASTER) {
          assertThat(after).as("seed %d: %s at a master", seed, event).isEqualTo(before);
        }
      }
    }
  }

  @Test
  void shouldNotChangeOnStaleTimers() {
    StateScript script = new StateScript("master priority=100");
    String before = script.machine().toString();

    assertThat(script.run("timer MASTER_DOWN 1")).isEmpty();
    assertThat(script.run("timer RETRY 99")).isEmpty();

    assertThat(script.machine()).hasToString(before);
  }
}
