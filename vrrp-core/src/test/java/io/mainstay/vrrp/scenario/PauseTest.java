package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.sim.SimHost;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The process stands still, or its wall clock does not. */
class PauseTest extends Scenario {
  private final SimHost a = lan.node("a", 150);
  private final SimHost b = lan.node("b", 100);

  /** S14: what waited in the socket is heard before the timer is looked at. */
  @Test
  void shouldNotTakeOverWhenTheBackupPaused() {
    lan.run(SETTLE);

    b.stall(seconds(5));
    lan.run(seconds(15));

    assertMaster(a);
    assertThat(b.transitions()).hasSize(1);
  }

  /** S15: the address is not held by two for longer than an interval. */
  @Test
  void shouldHaveOneMasterWithinAnIntervalWhenAPausedMasterReturns() {
    lan.run(SETTLE);

    a.pause();
    lan.run(seconds(5));
    assertThat(b.isMaster()).isTrue();
    a.resume();
    lan.run(seconds(1));
    assertThat(lan.masters()).hasSize(1);
    assertMaster(lan.masters().get(0));

    lan.run(SETTLE);
    assertMaster(a);
    // The neighbours heard of b last, and must be told where the address is now.
    assertThat(a.announcedNanos()).anyMatch(nanos -> nanos > promotedNanos(b) + 1_000_000_000L);
  }

  /** S15: meanwhile somebody better came. */
  @Test
  void shouldYieldAtOnceWhenAPausedMasterFindsAHigherOne() {
    lan.run(SETTLE);

    a.pause();
    SimHost c = lan.node("c", 200);
    lan.run(SETTLE);
    a.resume();
    lan.run(millis(1));

    assertMaster(c);
    lan.run(SETTLE);
    assertMaster(c);
    assertThat(promotions(a)).isEqualTo(1);
  }

  /** S16: nothing here reads the time of day except to tell people when something happened. */
  @Test
  void shouldNotNoticeWhenTheWallClockJumps() {
    lan.run(SETTLE);

    lan.wallClockJumps(Duration.ofHours(1));
    lan.run(SETTLE);
    lan.wallClockJumps(Duration.ofHours(-2));
    lan.run(SETTLE);

    assertMaster(a);
    assertThat(a.transitions()).hasSize(2);
    assertThat(b.transitions()).hasSize(1);
  }
}
