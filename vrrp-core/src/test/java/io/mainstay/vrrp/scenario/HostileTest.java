package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.sim.SimHost;
import io.mainstay.vrrp.sim.SimLan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody on the link means harm; VRRP cannot tell (RFC 9568 Section 9), but it recovers. */
class HostileTest extends Scenario {
  private static final String STRANGER = "10.0.0.66";

  private final SimHost a = lan.node("a", 150);
  private final SimHost b = lan.node("b", 100);

  /** S20: 100 datagrams in each millisecond; what they cost in real time is for a benchmark. */
  @Test
  void shouldHearTheMasterInAFloodForAnUnknownGroup() {
    VirtualRouterConfig unknown =
        VirtualRouterConfig.builder("other", "eth0", 99)
            .addresses(SimLan.address("10.0.0.99"))
            .build();
    lan.run(SETTLE);

    for (int milli = 0; milli < 4_000; milli++) {
      for (int i = 0; i < 100; i++) {
        lan.injectInto(b, unknown, 255, STRANGER);
      }
      lan.run(millis(1));
    }

    assertMaster(a);
    assertThat(b.transitions()).hasSize(1);
    assertThat(b.overflowed()).isZero();
    assertThat(b.runningAgent().snapshot().rejected())
        .containsEntry(RejectReason.UNKNOWN_VRID, 400_000L);
  }

  /**
   * Who answers each lower advertisement at once (RFC 9568 Section 6.4.3) would reflect a flood of
   * them onto the whole link; ten answers in an interval are enough for any peer.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 149})
  void shouldAnswerAFloodAtMostTenTimesInAnInterval(int priority) {
    lan.run(SETTLE);
    int before = a.sent().size();
    int announced = a.announcedNanos().size();

    for (int milli = 0; milli < 5_000; milli++) {
      for (int i = 0; i < 20; i++) {
        lan.injectInto(a, a.router().config(), priority, STRANGER);
      }
      lan.run(millis(1));
    }

    assertMaster(a);
    assertThat(a.sent().size() - before).isBetween(45, 5 * (10 + 1));
    assertThat(a.announcedNanos().size() - announced).isLessThanOrEqualTo(6 * 5);
    assertThat(b.transitions()).hasSize(1);
  }

  /** S21: the price of having no authentication is one master-down interval. */
  @Test
  void shouldRecoverInOneMasterDownIntervalWhenAHigherAdvertisementIsReplayed() {
    lan.run(SETTLE);
    long replayed = lan.nowNanos();

    lan.inject(a.router().config(), 200, STRANGER);
    lan.run(millis(1));
    assertMasters();

    lan.run(SETTLE);
    assertMaster(a);
    assertThat(promotedNanos(a) - replayed).isEqualTo(3_000_000_000L + 414_062_500L);
    assertThat(promotions(b)).isZero();
  }

  /** S22: each forged resignation gives the backup at most one attempt, a skew later. */
  @Test
  void shouldTryOncePerSkewWhenResignationsAreForged() {
    lan.run(SETTLE);

    for (int i = 0; i < 20; i++) {
      lan.injectInto(b, b.router().config(), 0, STRANGER);
      lan.run(millis(650));
    }
    assertThat(promotions(b)).isBetween(1L, 20L);

    lan.run(SETTLE);
    assertMaster(a);
    assertThat(demotions(a)).isZero();
  }

  /** S22: faster than the skew, they keep restarting it. */
  @Test
  void shouldNotTakeOverWhileForgedResignationsComeFasterThanTheSkew() {
    lan.run(SETTLE);

    for (int i = 0; i < 200; i++) {
      lan.injectInto(b, b.router().config(), 0, STRANGER);
      lan.run(millis(50));
    }

    assertMaster(a);
    assertThat(promotions(b)).isZero();
  }
}
