package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.sim.SimHost;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  /** S08: who heard the lower one tells the hosts that it misled where the address is. */
  @Test
  void shouldHaveTheHigherAnnounceAgainWhenAPartitionHeals() {
    SimHost a = lan.node("a", 150);
    SimHost b = lan.node("b", 100);
    lan.run(SETTLE);
    lan.network().separate(a, b);
    lan.run(SETTLE);
    assertMasters(a, b);

    // Between an advertisement of a and the next of b, so that a hears b before b hears a.
    lan.run(millis(600));
    long healedNanos = lan.nowNanos();
    lan.network().heal();
    lan.run(seconds(1));

    assertMaster(a);
    assertThat(last(b).atNanos() - healedNanos).isLessThan(seconds(1).toNanos());
    assertThat(a.announcedNanos().stream().filter(nanos -> nanos >= healedNanos)).hasSize(1);
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
