package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.sim.SimHost;
import io.mainstay.vrrp.sim.SimLan;
import io.mainstay.vrrp.sim.SimRouter;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the nodes of a group were told, and whether they were told the same. */
class ConfigurationTest extends Scenario {

  /** S09: RFC 3768 discards what has another interval; so each hears nobody, and says why. */
  @Test
  void shouldHaveTwoMastersAndCountItWhenVersion2IntervalsDiffer() {
    SimHost a = lan.node("a", every(seconds(1), 150, VrrpVersion.V2));
    SimHost b = lan.node("b", every(seconds(2), 100, VrrpVersion.V2));

    lan.run(seconds(60));

    assertMasters(a, b);
    assertThat(b.router().snapshot().counters().rejected().get(RejectReason.INTERVAL_MISMATCH))
        .isGreaterThan(50);
  }

  /** S10: a backup learns the master's interval (RFC 9568 Section 6.4.2). */
  @Test
  void shouldWaitForThreeOfTheMastersIntervalsWithVersion3() {
    SimHost a = lan.node("a", every(seconds(10), 150, VrrpVersion.V3));
    SimHost b = lan.node("b", every(seconds(1), 100, VrrpVersion.V3));
    lan.run(seconds(60));
    assertMaster(a);

    a.crash();
    lan.run(seconds(60));

    assertMaster(b);
    assertThat(promotedNanos(b) - a.lastSentNanos()).isEqualTo(30_000_000_000L + 6_093_750_000L);
  }

  private static VirtualRouterConfig every(Duration interval, int priority, VrrpVersion version) {
    return SimLan.router(priority).version(version).advertisementInterval(interval).build();
  }

  /** S13. */
  @Test
  void shouldLeaveTheLowerMasterInPlaceWithoutPreemption() {
    SimHost b = lan.node("b", 100);
    lan.run(SETTLE);
    SimHost a = lan.node("a", SimLan.router(150).preempt(false).build());
    lan.run(seconds(60));
    assertMaster(b);

    b.crash();
    lan.run(SETTLE);

    assertMaster(a);
    assertThat(promotedNanos(a) - b.lastSentNanos()).isEqualTo(3_000_000_000L + 414_062_500L);
  }

  /**
   * S24: what 255 routers cost in real time is for a benchmark; here none of them misses an
   * advertisement, and all that are due at once leave in one duty cycle.
   */
  @Test
  void shouldMissNoAdvertisementOf255RoutersOnOneInterface() {
    SimHost a = lan.host("a");
    SimHost b = lan.host("b");
    List<SimRouter> masters = new ArrayList<>();
    List<SimRouter> backups = new ArrayList<>();
    for (int vrid = 1; vrid <= 255; vrid++) {
      VirtualRouterConfig.Builder config =
          VirtualRouterConfig.builder("vip" + vrid, "eth0", vrid)
              .addresses(SimLan.address("10.0.1." + vrid))
              .advertisementInterval(millis(100));
      masters.add(a.add(config.priority(150).build()));
      backups.add(b.add(config.priority(100).build()));
    }
    lan.run(seconds(1));
    int before = masters.get(0).sent().size();

    lan.run(seconds(5));

    assertThat(masters).allMatch(router -> router.state() == VrrpState.MASTER);
    assertThat(masters).allMatch(router -> router.sent().size() == before + 50);
    assertThat(masters).extracting(SimRouter::sent).containsOnly(masters.get(0).sent());
    assertThat(backups).allMatch(router -> router.transitions().size() == 1);
  }

  /** S25. */
  @Test
  void shouldRunTheSameVridOfBothFamiliesIndependently() {
    SimHost a = lan.host("a");
    SimHost b = lan.host("b");
    VirtualRouterConfig.Builder four =
        VirtualRouterConfig.builder("four", "eth0", 51).addresses(SimLan.address("10.0.0.240"));
    VirtualRouterConfig.Builder six =
        VirtualRouterConfig.builder("six", "eth0", 51).addresses(SimLan.address("fe80::51"));
    SimRouter fourOnA = a.add(four.priority(150).build());
    SimRouter sixOnA = a.add(six.priority(150).build());
    SimRouter fourOnB = b.add(four.priority(100).build());
    SimRouter sixOnB = b.add(six.priority(100).build());
    lan.run(SETTLE);

    fourOnA.fault();
    lan.run(SETTLE);

    assertThat(fourOnA.state()).isEqualTo(VrrpState.FAULT);
    assertThat(fourOnB.state()).isEqualTo(VrrpState.MASTER);
    assertThat(sixOnA.state()).isEqualTo(VrrpState.MASTER);
    assertThat(sixOnB.state()).isEqualTo(VrrpState.BACKUP);
    assertThat(sixOnA.config().family()).isEqualTo(AddressFamily.IPV6);
    assertThat(sixOnA.transitions()).hasSize(2);
  }
}
