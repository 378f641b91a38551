package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.sim.SimHost;
import io.mainstay.vrrp.sim.SimRouter;
import io.mainstay.vrrp.state.TransitionReason;
import org.junit.jupiter.api.Test;

/** The master goes, or seems to (RFC 9568 Sections 6.1 and 6.4.2). */
class TakeOverTest extends Scenario {
  private final SimHost a = lan.node("a", 200);
  private final SimHost b = lan.node("b", 100);
  private final SimHost c = lan.node("c", 90);

  /** S01. */
  @Test
  void shouldTakeOverAfterTheMasterDownIntervalWhenTheMasterCrashes() {
    lan.run(SETTLE);
    assertMaster(a);

    a.crash();
    lan.run(SETTLE);

    assertMaster(b);
    assertThat(promotedNanos(b) - a.lastSentNanos()).isEqualTo(3_609_375_000L);
    assertThat(last(b).reason()).isEqualTo(TransitionReason.MASTER_SILENT);
    assertThat(c.transitions()).hasSize(1);
  }

  /** S02. */
  @Test
  void shouldTakeOverAfterTheSkewWhenTheMasterStops() {
    lan.run(SETTLE);
    long stoppedNanos = lan.nowNanos();

    a.stop();
    lan.run(SETTLE);

    assertMaster(b);
    assertThat(promotedNanos(b) - stoppedNanos).isEqualTo(609_375_000L);
    assertThat(a.sent()).extracting(SimRouter.Sent::priority).containsOnlyOnce(0).endsWith(0);
    assertThat(c.transitions()).hasSize(1);
  }

  /** S03. */
  @Test
  void shouldStayCalmWhenTwoAdvertisementsInARowAreLost() {
    lan.run(SETTLE);

    lan.network().loseNext(a, b, 2);
    lan.run(SETTLE);

    assertMaster(a);
    assertThat(b.transitions()).hasSize(1);
  }

  /** S04: the fourth is on its way, but the skew of priority 100 is shorter than an interval. */
  @Test
  void shouldReturnToOneMasterWhenThreeAdvertisementsAreLost() {
    lan.run(SETTLE);
    long lastHeardNanos = a.lastSentNanos();

    lan.network().loseNext(a, b, 3);
    lan.run(SETTLE);

    assertMaster(a);
    assertThat(promotedNanos(b) - lastHeardNanos).isEqualTo(3_609_375_000L);
    // The master answers the lower advertisement at once.
    assertThat(last(b).atNanos()).isEqualTo(promotedNanos(b));
    assertThat(demotions(b)).isEqualTo(1);
    assertThat(demotions(a)).isZero();
  }
}
