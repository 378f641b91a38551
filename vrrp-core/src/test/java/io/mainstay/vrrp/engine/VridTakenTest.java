package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.PlainPassword;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.net.TestLan;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.state.TransitionReason;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody else on the link uses the same VRID for other addresses. */
class VridTakenTest {
  private static final String OTHERS = "10.0.0.66";
  private static final String CURE =
      "VRID 51 on eth0 is taken by another group: 10.0.0.66 advertises it for 10.0.0.99; choose"
          + " another vrid for one of the groups, or, if it is to be one group, give all its nodes"
          + " the same addresses";

  private final TestLan lan = new TestLan();
  private final TestNode a = lan.node("10.0.0.10");
  private final TestNode b = lan.node("10.0.0.11");

  private static VirtualRouterConfig.Builder others() {
    return TestNode.config(200).addresses(TestNode.address("10.0.0.99"));
  }

  /** The other group advertises once a second; nobody of it is there. */
  private void othersAdvertise(VirtualRouterConfig config, int seconds) {
    byte[] message =
        new AdvertisementEncoder(config).encode(200, TestNode.address(OTHERS).getAddress()).clone();
    for (int i = 0; i < seconds; i++) {
      a.inject(AddressFamily.IPV4, OTHERS, message);
      b.inject(AddressFamily.IPV4, OTHERS, message);
      lan.run(Duration.ofSeconds(1));
    }
  }

  @Test
  void shouldStayOutWithAnExplanationAndComeBackWhenTheOthersAreSilent() {
    VirtualRouter router = a.add(150);
    lan.run(Duration.ofMillis(1));
    othersAdvertise(others().build(), 10);

    VrrpSnapshot snapshot = router.snapshot();
    assertThat(snapshot.state()).isEqualTo(VrrpState.FAULT);
    assertThat(a.lastTransition().reason()).isEqualTo(TransitionReason.VRID_TAKEN);
    assertThat(snapshot.reason()).isEqualTo(CURE);
    assertThat(snapshot.warnings()).containsExactly(CURE);
    assertThat(snapshot.counters().otherGroupAdvertisements()).isEqualTo(10);
    assertThat(snapshot.counters().advertisementsReceived()).isZero();
    assertThat(a.sent).isEmpty();
    long lastHeardNanos = lan.nowNanos() - 1_000_000_000L;

    lan.run(Duration.ofSeconds(10));

    assertThat(a.transitions)
        .extracting(transition -> transition.to().name())
        .containsExactly("BACKUP", "FAULT", "BACKUP", "MASTER");
    assertThat(a.transitions.get(2).atNanos() - lastHeardNanos).isEqualTo(3_414_062_500L);
    assertThat(router.snapshot().warnings()).isEmpty();
  }

  /** Neither their higher priority nor their number takes the service away. */
  @Test
  void shouldServeOnAsMasterAndSayWhatIsWrongForAsLongAsItIs() {
    VirtualRouter master = a.add(150);
    VirtualRouter backup = b.add(100);
    lan.run(Duration.ofSeconds(10));

    othersAdvertise(others().build(), 20);

    assertThat(a.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(a.transitions).hasSize(2);
    assertThat(a.holdsAddresses).isTrue();
    assertThat(master.snapshot().warnings()).containsExactly(CURE);
    assertThat(backup.snapshot().state()).isEqualTo(VrrpState.FAULT);

    lan.run(Duration.ofSeconds(10));
    assertThat(a.transitions).hasSize(2);
    assertThat(master.snapshot().warnings()).isEmpty();
    assertThat(backup.snapshot().state()).isEqualTo(VrrpState.BACKUP);
  }

  @Test
  void shouldLetTheGroupServeThatWasThereFirstAndRefuseTheSecond() {
    a.add(100);
    lan.run(Duration.ofSeconds(10));
    VirtualRouter second = b.add(others().build());
    lan.run(Duration.ofSeconds(60));

    assertThat(a.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(second.snapshot().state()).isEqualTo(VrrpState.FAULT);
    assertThat(second.snapshot().reason()).contains("10.0.0.10 advertises it for 10.0.0.240");

    a.kill();
    lan.run(Duration.ofSeconds(10));
    assertThat(b.stateNow()).isEqualTo(VrrpState.MASTER);
  }

  /** Each stands for its own addresses, so both serve them; whoever stops is not followed. */
  @Test
  void shouldServeOnBothSidesWhenGroupsThatWereApartMeet() {
    VirtualRouter one = a.add(100);
    VirtualRouter other = b.add(others().build());
    lan.lose((from, to) -> true);
    lan.run(Duration.ofSeconds(10));

    lan.lose((from, to) -> false);
    lan.run(Duration.ofSeconds(60));

    assertThat(a.transitions).hasSize(2);
    assertThat(b.transitions).hasSize(2);
    assertThat(one.snapshot().warnings()).hasSize(1);
    assertThat(other.snapshot().warnings()).hasSize(1);
  }

  /** It need not be readable as a peer's: it is refused for that, and explained by this. */
  @Test
  void shouldExplainAnotherGroupWhoseAdvertisementsAreRefused() {
    VirtualRouter v3 = a.add(150);
    VirtualRouter v2 =
        b.add(
            TestNode.config(150)
                .version(VrrpVersion.V2)
                .password(PlainPassword.of("ours"))
                .build());
    lan.run(Duration.ofMillis(1));

    othersAdvertise(
        others().version(VrrpVersion.V2).password(PlainPassword.of("theirs")).build(), 3);

    assertThat(v3.snapshot().reason()).isEqualTo(CURE);
    assertThat(v3.snapshot().counters().rejected())
        .containsExactly(Map.entry(RejectReason.VERSION_MISMATCH, 3L));
    assertThat(v2.snapshot().reason()).isEqualTo(CURE);
    assertThat(v2.snapshot().counters().rejected())
        .containsExactly(Map.entry(RejectReason.AUTH_FAILURE, 3L));
    assertThat(v2.snapshot().counters().otherGroupAdvertisements()).isEqualTo(3);
  }

  /** An owner takes part without listening first; it says what is wrong all the same. */
  @Test
  void shouldOnlyWarnAsOwner() {
    VirtualRouter router = a.add(255);
    lan.run(Duration.ofMillis(1));

    othersAdvertise(others().build(), 5);

    assertThat(router.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(router.snapshot().warnings()).containsExactly(CURE);
  }

  @Test
  void shouldTakeWhoSharesAnAddressForAPeerExcludedOnesToo() {
    VirtualRouterConfig config =
        TestNode.config(100)
            .addresses(TestNode.address("10.0.0.241"))
            .excludedAddresses(List.of(TestNode.address("10.0.0.240")))
            .build();
    a.add(150);
    VirtualRouter peer = b.add(config);
    lan.run(Duration.ofSeconds(10));

    assertThat(peer.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(peer.snapshot().counters().addressesDiffering()).isPositive();
    assertThat(peer.snapshot().counters().otherGroupAdvertisements()).isZero();
  }

  /** Who moves nothing cannot tell a group that does from a peer that is configured otherwise. */
  @Test
  void shouldTakeEverybodyForAPeerWithoutAddresses() {
    VirtualRouterConfig election =
        VirtualRouterConfig.builder("vip", "eth0", 51).noAddresses(AddressFamily.IPV4).build();
    VirtualRouter router = a.add(election);
    lan.run(Duration.ofMillis(1));

    othersAdvertise(others().build(), 10);

    assertThat(router.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(router.snapshot().counters().addressesDiffering()).isEqualTo(10);
  }
}
