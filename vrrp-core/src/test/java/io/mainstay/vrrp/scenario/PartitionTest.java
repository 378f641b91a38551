package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.sim.SimHost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The link falls apart and comes together again. */
class PartitionTest extends Scenario {

  /** S07: a's answers to b's advertisements do not reach b either. */
  @Test
  void shouldHaveTwoMastersOnlyUntilAOneWayPartitionHeals() {
    SimHost a = lan.node("a", 150);
    SimHost b = lan.node("b", 100);
    lan.run(SETTLE);

    lan.network().cut(a, b);
    lan.run(SETTLE);
    assertMasters(a, b);

    lan.network().heal();
    lan.run(seconds(1));
    assertMaster(a);
    assertThat(demotions(a)).isZero();
    assertThat(demotions(b)).isEqualTo(1);
  }

  /**
   * S08: the hosts that the lower one misled are told where the address is, whichever of the two
   * masters hears the other first.
   */
  @ParameterizedTest
  @EnumSource
  void shouldHaveTheHigherAnnounceAgainWhenAPartitionHeals(First first) {
    SimHost a = lan.node("a", 150);
    SimHost b = lan.node("b", 100);
    lan.run(SETTLE);
    lan.network().separate(a, b);
    lan.run(SETTLE);
    assertMasters(a, b);

    // Just after one has advertised, the other is the next to.
    SimHost heard = first == First.HIGHER_HEARS_LOWER ? b : a;
    SimHost silent = heard == a ? b : a;
    lan.run(Duration.ofNanos(silent.lastSentNanos() + seconds(1).toNanos() - lan.nowNanos()));
    lan.run(millis(1));
    int before = heard.sent().size();
    long healedNanos = lan.nowNanos();
    lan.network().heal();
    while (heard.sent().size() == before) {
      lan.run(millis(1));
    }

    assertMaster(a);
    assertThat(last(b).atNanos()).isEqualTo(heard.lastSentNanos());
    lan.run(seconds(1));
    assertMaster(a);
    assertThat(demotions(a)).isZero();
    assertThat(a.announcedNanos().stream().filter(nanos -> nanos >= healedNanos))
        .hasSize(5)
        .first()
        .isEqualTo(last(b).atNanos());
  }

  /** Whose advertisement is the first to arrive after the link is whole again. */
  private enum First {
    HIGHER_HEARS_LOWER,
    LOWER_HEARS_HIGHER
  }

  /** S23: as when bridges learn anew, edges stall one by one and come back in another order. */
  @Test
  void shouldEndWithOneMasterWhenEdgesClogInTurn() {
    List<SimHost> hosts =
        List.of(
            lan.node("a", 100),
            lan.node("b", 110),
            lan.node("c", 120),
            lan.node("d", 120),
            lan.node("e", 130));
    lan.run(SETTLE);
    assertMaster(hosts.get(4));

    for (int round = 1; round <= 20; round++) {
      SimHost from = hosts.get(round * 3 % 5);
      SimHost to = hosts.get(round * 7 % 4);
      if (from != to) {
        lan.network().clog(from, to, lan.nowNanos() + seconds(12 - round % 5 * 2).toNanos());
      }
      lan.run(millis(700));
    }
    assertThat(hosts.stream().mapToLong(Scenario::promotions).sum()).isGreaterThan(1);

    lan.run(seconds(12 + 4));
    assertMaster(hosts.get(4));
  }
}
