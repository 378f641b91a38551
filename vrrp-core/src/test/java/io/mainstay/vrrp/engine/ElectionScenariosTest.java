package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.net.TestLan;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.net.TestNode.Installing;
import io.mainstay.vrrp.state.TransitionReason;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators do to a pair of nodes, and what must come of it. */
class ElectionScenariosTest {
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private final TestLan lan = new TestLan();
  private final TestNode a = lan.node("10.0.0.2");
  private final TestNode b = lan.node("10.0.0.3");

  private void elect(int priorityA, int priorityB) {
    a.add(priorityA);
    b.add(priorityB);
    lan.run(SETTLE);
  }

  private void assertMaster(TestNode master, TestNode backup) {
    assertThat(master.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(master.holdsAddresses).isTrue();
    assertThat(backup.stateNow()).isNotEqualTo(VrrpState.MASTER);
    assertThat(backup.holdsAddresses).isFalse();
  }

  @Test
  void shouldElectTheHigherPriority() {
    elect(103, 100);

    assertMaster(a, b);
    assertThat(b.sent).isEmpty();
    assertThat(b.transitions).hasSize(1);
  }

  @Test
  void shouldTakeOverExactlyAfterTheMasterDownInterval() {
    elect(103, 100);
    a.kill();
    long lastHeard = a.sent.get(a.sent.size() - 1).nanos();

    lan.run(SETTLE);

    assertThat(b.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(b.lastTransition().atNanos() - lastHeard).isEqualTo(3_609_375_000L);
    assertThat(b.lastTransition())
        .hasToString(
            "vip: BACKUP -> MASTER: no advertisement from 10.0.0.2 (priority 103) for 3.61 s");
  }

  @Test
  void shouldTakeOverAfterTheSkewAloneWhenTheMasterStops() {
    VirtualRouter router = a.add(103);
    b.add(100);
    lan.run(SETTLE);
    long stopped = lan.nowNanos();

    router.stop();
    lan.run(SETTLE);

    assertThat(b.lastTransition().reason()).isEqualTo(TransitionReason.MASTER_RESIGNED);
    assertThat(b.lastTransition().atNanos() - stopped).isEqualTo(609_375_000L);
    assertThat(a.sent.stream().filter(sent -> sent.priority() == 0)).hasSize(1);
    assertMaster(b, a);
  }

  @Test
  void shouldStayCalmWhenTwoAdvertisementsAreLost() {
    elect(103, 100);
    lan.lose((from, to) -> true);
    lan.run(Duration.ofSeconds(2));
    lan.lose((from, to) -> false);
    lan.run(SETTLE);

    assertMaster(a, b);
    assertThat(b.transitions).hasSize(1);
  }

  @Test
  void shouldTakeBackWhenTheHigherReturns() {
    b.add(100);
    lan.run(SETTLE);
    assertMaster(b, a);

    a.add(103);
    lan.run(SETTLE);

    assertMaster(a, b);
    assertThat(b.lastTransition().detail())
        .isEqualTo("10.0.0.2 advertises priority 103, higher than 100");
  }

  @Test
  void shouldNotTakeBackWithoutPreemption() {
    b.add(100);
    lan.run(SETTLE);
    a.add(TestNode.config(103).preempt(false).build());
    lan.run(SETTLE);
    assertMaster(b, a);

    b.kill();
    lan.run(SETTLE);

    assertThat(a.stateNow()).isEqualTo(VrrpState.MASTER);
  }

  @Test
  void shouldLeaveOneMasterOfTwoEqualOnes() {
    lan.lose((from, to) -> true);
    elect(100, 100);
    assertThat(a.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(b.stateNow()).isEqualTo(VrrpState.MASTER);

    lan.lose((from, to) -> false);
    lan.run(SETTLE);

    assertMaster(b, a);
    assertThat(a.transitions.stream().filter(t -> t.from() == VrrpState.MASTER)).hasSize(1);
    assertThat(b.transitions.stream().filter(t -> t.from() == VrrpState.MASTER)).isEmpty();
  }

  @Test
  void shouldHandOverWhenTheInterfaceGoesDownAndTakeBackWhenItIsUp() {
    elect(103, 100);

    a.link(false, "10.0.0.2");
    lan.run(SETTLE);
    assertMaster(b, a);
    assertThat(a.lastTransition()).hasToString("vip: MASTER -> FAULT: interface eth0 is down");

    a.link(true, "10.0.0.2");
    lan.run(SETTLE);
    assertMaster(a, b);
  }

  @Test
  void shouldSurviveAnInterfaceThatFlaps() {
    elect(103, 100);
    int sentBefore = a.sent.size();

    for (int i = 0; i < 50; i++) {
      a.link(i % 2 == 1, "10.0.0.2");
      lan.run(Duration.ofMillis(100));
    }
    assertThat(a.sent.size() - sentBefore).isLessThan(5);

    lan.run(SETTLE);
    assertMaster(a, b);
  }

  @Test
  void shouldLeaveTheAddressesToTheSecondBestWhenTheBestCannotInstallThem() {
    a.installing = Installing.FAILS;
    elect(103, 100);
    lan.run(Duration.ofMinutes(5));

    assertThat(b.holdsAddresses).isTrue();
    assertThat(a.holdsAddresses).isFalse();
    // Tried again after 1, 2, 4, ... 60 s, not at every master-down interval.
    assertThat(a.outcomes.size()).isBetween(5, 12);
    assertThat(a.transitions)
        .extracting(VrrpTransition::reason)
        .contains(TransitionReason.INSTALL_FAILED);

    a.installing = Installing.WORKS;
    lan.run(Duration.ofMinutes(2));
    assertMaster(a, b);
  }

  @Test
  void shouldHearWhatWaitedWhileItWasPausedBeforeJudgingTheMaster() {
    elect(103, 100);

    b.pause();
    lan.run(Duration.ofSeconds(5));
    b.resume();
    lan.run(SETTLE);

    assertMaster(a, b);
    assertThat(b.transitions).hasSize(1);
    assertThat(b.agent().snapshot().longestGap()).isBetween(Duration.ofMillis(4900), SETTLE);
  }

  @Test
  void shouldEndWithOneMasterAfterTheMasterPaused() {
    elect(103, 100);

    a.pause();
    lan.run(Duration.ofSeconds(5));
    assertThat(b.stateNow()).isEqualTo(VrrpState.MASTER);
    int sent = a.sent.size();
    a.resume();
    lan.run(Duration.ofMillis(1));
    assertMaster(b, a);
    assertThat(a.sent).hasSize(sent);
    assertThat(a.lastTransition().reason()).isEqualTo(TransitionReason.STALLED);
    assertThat(a.agent().snapshot().stalls().over1000Millis()).isEqualTo(1);
    assertThat(a.agent().snapshot().stalls().longestNanos()).isGreaterThan(4_000_000_000L);

    lan.run(Duration.ofSeconds(4));
    assertMaster(a, b);
    assertThat(a.announcedNanos.get(a.announcedNanos.size() - 1))
        .isGreaterThan(lan.nowNanos() - 1_000_000_001L);
  }

  @Test
  void shouldGiveWayAtOnceWhenTheLowerPausedMasterReturns() {
    elect(100, 90);
    TestNode c = lan.node("10.0.0.4");
    a.pause();
    c.add(103);
    lan.run(SETTLE);
    assertThat(c.stateNow()).isEqualTo(VrrpState.MASTER);
    int sentBefore = a.sent.size();

    a.resume();
    lan.run(SETTLE);

    assertMaster(c, a);
    assertThat(a.sent).hasSize(sentBefore);
  }

  @Test
  void shouldStayMasterAfterAPauseTooShortForAnybodyToTakeOver() {
    elect(103, 100);

    a.pause();
    lan.run(Duration.ofMillis(2500));
    a.resume();
    lan.run(SETTLE);

    assertMaster(a, b);
    assertThat(a.transitions).hasSize(2);
    assertThat(b.transitions).hasSize(1);
  }

  @Test
  void shouldNotTakeOverWhenAPauseOfItsOwnSwallowedTheAdvertisements() {
    elect(103, 100);

    // As when a hypervisor stops the whole host: nothing waits in the socket.
    lan.lose((from, to) -> true);
    b.pause();
    lan.run(Duration.ofSeconds(5));
    lan.lose((from, to) -> false);
    b.resume();
    lan.run(SETTLE);

    assertMaster(a, b);
    assertThat(b.transitions).hasSize(1);
  }

  @Test
  void shouldTakeOverAfterListeningOnceMoreWhenTheMasterDiedInThePause() {
    elect(103, 100);
    a.kill();
    b.pause();
    lan.run(Duration.ofSeconds(5));
    long resumed = lan.nowNanos();
    b.resume();
    lan.run(SETTLE);

    assertThat(b.lastTransition().atNanos() - resumed).isBetween(1_609_375_000L, 1_609_400_000L);
  }

  @Test
  void shouldHealAfterAPartition() {
    elect(103, 100);
    lan.lose((from, to) -> true);
    lan.run(SETTLE);
    assertThat(a.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(b.stateNow()).isEqualTo(VrrpState.MASTER);

    lan.lose((from, to) -> false);
    lan.run(Duration.ofSeconds(1));

    assertMaster(a, b);
  }

  @Test
  void shouldFollowTheEffectivePriority() {
    VirtualRouter router = a.add(103);
    b.add(100);
    lan.run(SETTLE);

    router.priority(50, "web is down");
    lan.run(SETTLE);
    assertMaster(b, a);
    assertThat(router.snapshot().priorityReason()).isEqualTo("web is down");

    router.priority(103, "web is up");
    lan.run(SETTLE);
    assertMaster(a, b);
  }

  @Test
  void shouldHandOverAFaultAfterTheSkewAlone() {
    VirtualRouter router = a.add(103);
    b.add(100);
    lan.run(SETTLE);
    long faultNanos = lan.nowNanos();

    router.fault("web is down");
    lan.run(SETTLE);
    assertMaster(b, a);
    assertThat(b.lastTransition().atNanos() - faultNanos).isEqualTo(609_375_000L);

    router.clearFault();
    lan.run(SETTLE);
    assertMaster(a, b);
  }

  @Test
  void shouldWaitForThreeOfTheMastersIntervalsWithVersion3() {
    a.add(TestNode.config(103).advertisementInterval(Duration.ofSeconds(10)).build());
    VirtualRouter router = b.add(100);
    lan.run(Duration.ofSeconds(60));
    assertThat(a.stateNow()).isEqualTo(VrrpState.MASTER);
    a.kill();
    long lastHeard = a.sent.get(a.sent.size() - 1).nanos();

    lan.run(Duration.ofSeconds(60));

    assertThat(b.lastTransition().atNanos() - lastHeard).isEqualTo(36_093_750_000L);
    assertThat(router.snapshot().counters().intervalsDiffering()).isPositive();
  }

  @Test
  void shouldLetTheOwnerBackEvenWhileABackupHoldsItsAddress() {
    TestNode owner = lan.node("10.0.0.240");
    b.add(100);
    lan.run(SETTLE);
    assertThat(b.stateNow()).isEqualTo(VrrpState.MASTER);
    b.link(true, "10.0.0.3", "10.0.0.240");

    owner.add(255);
    lan.run(Duration.ofMillis(10));

    assertMaster(owner, b);
  }

  @Test
  void shouldRunEveryVridOfALinkAtOnce() {
    List<VirtualRouter> routers = new ArrayList<>();
    for (int vrid = 1; vrid <= 255; vrid++) {
      VirtualRouterConfig.Builder config =
          VirtualRouterConfig.builder("vip" + vrid, "eth0", vrid)
              .addresses(TestNode.address("10.0.1." + vrid));
      a.add(config.priority(103).build());
      routers.add(b.add(config.priority(100).build()));
    }
    lan.run(SETTLE);
    assertThat(routers).allMatch(router -> router.snapshot().state() == VrrpState.BACKUP);

    a.kill();
    lan.run(SETTLE);

    assertThat(routers).allMatch(router -> router.snapshot().state() == VrrpState.MASTER);
  }

  @Test
  void shouldNotTakeOverTwiceForOneResignation() {
    VirtualRouter router = a.add(103);
    b.add(100);
    TestNode c = lan.node("10.0.0.4");
    c.add(90);
    lan.run(SETTLE);

    router.fault("web is down");
    lan.run(SETTLE);

    assertMaster(b, c);
    assertThat(c.transitions).hasSize(1);
  }
}
