package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpListener;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.net.LoopTransport;
import io.mainstay.vrrp.net.TestLan;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.net.TestNode.Installing;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.spi.AddressInstaller;
import io.mainstay.vrrp.spi.InterfaceMonitor;
import io.mainstay.vrrp.spi.InterfaceState;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VrrpAgentTest {
  private static final Duration SETTLE = Duration.ofSeconds(20);

  private final TestLan lan = new TestLan();
  private final TestNode node = lan.node("10.0.0.2");

  private static byte[] message(VirtualRouterConfig config, int priority, String source) {
    return new AdvertisementEncoder(config)
        .encode(priority, TestNode.address(source).getAddress())
        .clone();
  }

  @Test
  void shouldAnnounceFiveTimesAtOnceAndFiveTimesAfterFiveSeconds() {
    node.add(100);
    lan.run(SETTLE);

    long first = node.announcedNanos.get(0);
    assertThat(first).isEqualTo(node.lastTransition().atNanos());
    assertThat(node.announcedNanos.stream().map(nanos -> (nanos - first) / 1_000_000))
        .containsExactly(0L, 100L, 200L, 300L, 400L, 5000L, 5100L, 5200L, 5300L, 5400L);
  }

  @Test
  @DisplayName("NL21 an advertisement larger than the MTU")
  void shouldStayInFaultWhileItsAdvertisementDoesNotFitTheLink() {
    VirtualRouter router = node.add(100);
    lan.run(SETTLE);
    node.carry(31);
    lan.run(SETTLE);
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.FAULT);
    assertThat(router.snapshot().reason())
        .contains("an advertisement of 1 addresses takes 32 bytes, and the MTU of eth0 is 31");

    node.carry(32);
    lan.run(SETTLE);
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.MASTER);
  }

  @Test
  void shouldAnnounceOnlyWhatIsInstalled() {
    node.installing = Installing.WAITS;
    VirtualRouter router = node.add(100);
    lan.run(SETTLE);
    assertThat(node.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(node.sent).isNotEmpty();
    assertThat(node.announcedNanos).isEmpty();
    assertThat(router.snapshot().addressesInstalled()).isFalse();

    node.outcomes.get(0).installed();
    lan.run(SETTLE);

    assertThat(node.announcedNanos).hasSize(10);
    assertThat(router.snapshot().addressesInstalled()).isTrue();
  }

  @Test
  void shouldIgnoreTheOutcomeOfAnEarlierPromotion() {
    node.installing = Installing.WAITS;
    VirtualRouter router = node.add(100);
    lan.run(SETTLE);
    router.fault("a test");
    router.clearFault();
    lan.run(SETTLE);
    assertThat(node.outcomes).hasSize(2);

    node.outcomes.get(0).failed("too late");
    node.outcomes.get(0).installed();
    lan.run(SETTLE);

    assertThat(node.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(router.snapshot().addressesInstalled()).isFalse();
  }

  @Test
  void shouldAnnounceNothingWhenNoAddressIsMoved() {
    VirtualRouter router =
        node.agent().add(TestNode.config(100).build(), AddressInstaller.NONE, VrrpListener.NONE);
    lan.run(SETTLE);

    assertThat(router.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(node.announcedNanos).isEmpty();
  }

  @Test
  void shouldRenewFiveTimesASecondWhileMaster() {
    VirtualRouter router = node.add(255);
    lan.run(Duration.ofSeconds(10));
    assertThat(node.renewals).isBetween(49, 51);

    router.fault("a test");
    lan.run(Duration.ofMillis(1));
    int renewals = node.renewals;
    lan.run(SETTLE);
    assertThat(node.renewals).isEqualTo(renewals);
  }

  @Test
  void shouldRemoveLeftoversBeforeABackupStartsButNotAnOwnersAddresses() {
    node.add(100);
    lan.run(Duration.ofMillis(1));
    assertThat(node.removals).isEqualTo(1);

    TestNode owner = lan.node("10.0.0.3");
    owner.add(255);
    lan.run(Duration.ofMillis(1));
    assertThat(owner.removals).isZero();
  }

  @Test
  void shouldRunBothFamiliesWithTheSameVridIndependently() {
    TestNode dual = lan.node("10.0.0.9", "fe80::9");
    VirtualRouter ipv4 = dual.add(255);
    VirtualRouter ipv6 =
        dual.add(
            VirtualRouterConfig.builder("vip6", "eth0", 51)
                .addresses(TestNode.address("fe80::51"), TestNode.address("2001:db8::51"))
                .build());
    TestNode peer = lan.node("10.0.0.10", "fe80::10");
    VirtualRouter other = peer.add(ipv6.config());
    lan.run(SETTLE);

    assertThat(ipv4.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(List.of(ipv6.snapshot().state(), other.snapshot().state()))
        .containsExactlyInAnyOrder(VrrpState.MASTER, VrrpState.BACKUP);
    assertThat(other.snapshot().counters().rejected()).isEmpty();
  }

  @Test
  void shouldStopAndBeAddedAgainAtRunTime() throws Exception {
    VirtualRouter router = node.add(100);
    lan.run(SETTLE);
    assertThatThrownBy(() -> node.add(100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("VRID 51 is taken on eth0 by vip");

    var stopping = router.stop().toCompletableFuture();
    lan.run(Duration.ofMillis(1));
    VrrpSnapshot last = stopping.get(5, TimeUnit.SECONDS);

    assertThat(last.state()).isEqualTo(VrrpState.INIT);
    assertThat(last.reason()).isEqualTo("stopped");
    assertThat(last.counters().resignationsSent()).isEqualTo(1);
    assertThat(node.holdsAddresses).isFalse();

    router.fault("nobody listens");
    VirtualRouter again = node.add(100);
    lan.run(SETTLE);
    assertThat(again.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.INIT);
  }

  @Test
  void shouldSayWhatIsWrongWithTheInterfaceAndRecover() {
    node.openError = "CAP_NET_RAW is missing";
    VirtualRouter router = node.add(100);
    lan.run(Duration.ofSeconds(2));
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.FAULT);
    assertThat(router.snapshot().reason())
        .isEqualTo("VRRP cannot use interface eth0: CAP_NET_RAW is missing");
    assertThat(node.transitions).hasSize(1);

    node.openError = null;
    lan.run(Duration.ofMillis(1_100));
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.BACKUP);

    node.unplug();
    lan.run(Duration.ofMillis(1));
    assertThat(router.snapshot().reason()).isEqualTo("interface eth0 does not exist");

    node.link(true, "10.0.0.240");
    lan.run(Duration.ofMillis(1));
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.FAULT);

    node.link(true, "10.0.0.240", "10.0.0.7");
    lan.run(SETTLE);
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(router.snapshot().masterAddress()).contains(TestNode.address("10.0.0.7"));
  }

  @Test
  void shouldFollowTheSourceAddressOfItsInterface() {
    VirtualRouter backup = lan.node("10.0.0.3").add(90);
    node.add(100);
    lan.run(SETTLE);
    assertThat(backup.snapshot().masterAddress()).contains(TestNode.address("10.0.0.2"));

    node.link(true, "10.0.0.99", "10.0.0.240");
    lan.run(SETTLE);

    assertThat(backup.snapshot().masterAddress()).contains(TestNode.address("10.0.0.99"));
    assertThat(backup.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(node.stateNow()).isEqualTo(VrrpState.MASTER);
  }

  @Test
  void shouldCountWhatPeersGetWrongAndWhichChecksumTheySend() {
    VirtualRouter router = node.add(100);
    lan.run(Duration.ofMillis(1));
    VirtualRouterConfig other =
        TestNode.config(103)
            .checksumMode(ChecksumMode.MESSAGE_ONLY)
            .addresses(TestNode.address("10.0.0.240"), TestNode.address("10.0.0.241"))
            .build();
    byte[] broken = message(other, 103, "10.0.0.3");
    broken[6] ^= 1;

    node.inject(AddressFamily.IPV4, "10.0.0.3", message(other, 103, "10.0.0.3"));
    node.inject(AddressFamily.IPV4, "10.0.0.3", message(router.config(), 103, "10.0.0.3"));
    node.inject(AddressFamily.IPV4, "10.0.0.3", broken);
    node.inject(AddressFamily.IPV4, "10.0.0.2", message(other, 103, "10.0.0.2"));
    lan.run(Duration.ofMillis(1));

    VrrpSnapshot snapshot = router.snapshot();
    assertThat(snapshot.counters().messageOnlyChecksums()).isEqualTo(1);
    assertThat(snapshot.counters().pseudoHeaderChecksums()).isEqualTo(1);
    assertThat(snapshot.counters().addressesDiffering()).isEqualTo(1);
    assertThat(snapshot.counters().rejected()).containsOnlyKeys(RejectReason.BAD_CHECKSUM);
    assertThat(node.agent().snapshot().rejected()).containsOnlyKeys(RejectReason.DUPLICATE_ADDRESS);
    assertThat(snapshot.masterPriority()).isEqualTo(103);
  }

  @Test
  void shouldHearItsMasterThroughAFlood() {
    node.add(100);
    TestNode master = lan.node("10.0.0.3");
    master.add(103);
    lan.run(SETTLE);
    byte[] foreign =
        message(
            VirtualRouterConfig.builder("other", "eth0", 99)
                .addresses(TestNode.address("10.0.0.250"))
                .build(),
            200,
            "10.0.0.66");

    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 10_000; j++) {
        node.inject(AddressFamily.IPV4, "10.0.0.66", foreign);
      }
      lan.run(Duration.ofMillis(100));
    }

    assertThat(node.transitions).hasSize(1);
    assertThat(node.agent().snapshot().rejected().get(RejectReason.UNKNOWN_VRID))
        .isEqualTo(1_000_000L);
  }

  @Test
  void shouldNotBeMovedByRandomMessages() {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    VirtualRouter router = node.add(100);
    lan.run(SETTLE);
    int transitions = node.transitions.size();
    int sent = node.sent.size();

    for (int i = 0; i < 100_000; i++) {
      byte[] noise = new byte[random.nextInt(129)];
      random.nextBytes(noise);
      node.inject(AddressFamily.IPV4, "10.0.0.66", noise);
    }
    lan.run(Duration.ofMillis(1));

    assertThat(router.snapshot().counters().advertisementsReceived()).as("seed %d", seed).isZero();
    assertThat(node.transitions).hasSize(transitions);
    assertThat(node.sent.size() - sent).isLessThanOrEqualTo(1);
  }

  @Test
  void shouldKeepRunningWhenCallbacksThrow() {
    VirtualRouter router =
        node.agent()
            .add(
                TestNode.config(255).build(),
                new AddressInstaller() {
                  @Override
                  public void install(VirtualRouterConfig config, Outcome outcome) {
                    throw new IllegalStateException("a test");
                  }

                  @Override
                  public void remove(VirtualRouterConfig config) {
                    throw new IllegalStateException("a test");
                  }
                },
                transition -> {
                  throw new IllegalStateException("a test");
                });

    lan.run(Duration.ofMillis(10));

    assertThat(router.snapshot().state()).isEqualTo(VrrpState.FAULT);
    assertThat(router.snapshot().reason()).contains("the installer failed");
  }

  @Test
  void shouldRefuseImpossiblePriorities() {
    VirtualRouter router = node.add(100);
    VirtualRouter owner = lan.node("10.0.0.3").add(255);

    assertThatThrownBy(() -> router.priority(0, "a test"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> router.priority(255, "a test"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> owner.priority(100, "a test"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldSayThatNothingRunsTheAgentWhenItsMailboxIsFull() {
    VirtualRouter router = node.add(100);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= Mailbox.CAPACITY; i++) {
                router.fault("a test");
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nothing runs the agent");
  }

  @Test
  void shouldKeepAdvertisingWhenInterfacesCannotBeWatched() {
    LoopTransport host = new LoopTransport(TestNode.address("10.0.0.2"));
    InterfaceMonitor blind =
        new InterfaceMonitor() {
          @Override
          public InterfaceState query(String interfaceName) {
            return host.query(interfaceName);
          }

          @Override
          public int poll(Handler handler) {
            throw new IllegalStateException("a test");
          }

          @Override
          public void close() {}
        };
    VrrpAgent agent = new VrrpAgent(host, blind, host);
    agent.add(TestNode.config(255).build(), AddressInstaller.NONE, VrrpListener.NONE);

    for (int second = 0; second < 10; second++) {
      agent.doWork(second * 1_000_000_000L);
    }

    assertThat(host.sent).isEqualTo(10);
  }
}
