package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.sim.SimHost;
import io.mainstay.vrrp.sim.SimMover.Mode;
import io.mainstay.vrrp.sim.SimRouter;
import io.mainstay.vrrp.state.VrrpState;
import org.junit.jupiter.api.Test;

/** The addresses do not follow the election as they should. */
class InstallerTest extends Scenario {
  private final SimHost a = lan.node("a", 150);
  private final SimHost b = lan.node("b", 100);

  /** S18: it tries again after 1, 2, 4, ... 60 seconds, and not at each master-down interval. */
  @Test
  void shouldLeaveTheAddressToTheSecondBestWhenTheBestCannotInstallIt() {
    a.router().mover().mode(Mode.FAILS);

    lan.run(seconds(300));

    assertMaster(b);
    assertThat(a.router().state()).isNotEqualTo(VrrpState.MASTER);
    assertThat(a.router().mover().installs()).isBetween(5, 12);

    a.router().mover().mode(Mode.WORKS);
    lan.run(seconds(90));
    assertMaster(a);
  }

  /**
   * S19: the election's part of it. That operations on one address never overlap is the business of
   * the reconciler behind the installer.
   */
  @Test
  void shouldKeepAdvertisingWhileTheInstallerIsSlow() {
    a.router().mover().slowness(seconds(30).toNanos());
    lan.run(SETTLE);
    long promoted = promotedNanos(a);

    lan.run(seconds(40));

    assertMaster(a);
    assertThat(a.sent()).extracting(SimRouter.Sent::priority).containsOnly(150);
    assertThat(a.sent()).hasSize(1 + (int) ((lan.nowNanos() - promoted) / 1_000_000_000L));
    assertThat(a.announcedNanos().get(0) - promoted).isEqualTo(30_000_000_000L);
    assertThat(b.transitions()).hasSize(1);
  }

  /** S19: promoted, resigned and promoted again while the first installation is under way. */
  @Test
  void shouldFollowTheLastIntentWhenPromotedAgainDuringASlowInstallation() {
    a.router().mover().slowness(seconds(30).toNanos());
    lan.run(SETTLE);
    assertThat(a.isMaster()).isTrue();
    a.router().fault();
    lan.run(seconds(5));
    assertMaster(b);

    a.router().clearFault();
    lan.run(SETTLE);
    long again = promotedNanos(a);
    lan.run(seconds(60));

    assertMaster(a);
    assertThat(a.router().mover().installs()).isEqualTo(2);
    assertThat(a.announcedNanos().get(0) - again).isEqualTo(30_000_000_000L);
  }
}
