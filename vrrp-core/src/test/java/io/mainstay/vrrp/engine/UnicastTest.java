package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.net.TestLan;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnicastTest {
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private final TestLan lan = new TestLan();
  private final TestNode a = lan.node("10.0.0.2");
  private final TestNode b = lan.node("10.0.0.3");

  private static VirtualRouterConfig config(int priority, Unicast unicast) {
    return TestNode.config(priority).unicast(unicast).build();
  }

  private static Unicast to(String peer) {
    return Unicast.to(TestNode.address(peer));
  }

  private static byte[] message(VirtualRouterConfig config, String from, String destination) {
    return new AdvertisementEncoder(config)
        .encode(
            103, TestNode.address(from).getAddress(), TestNode.address(destination).getAddress())
        .clone();
  }

  @Test
  void shouldElectAmongListedPeersAndTellNobodyElse() {
    TestNode c = lan.node("10.0.0.4");
    VirtualRouter bystander = c.add(50);
    bystander.fault("only listens");
    VirtualRouter routerA = a.add(config(103, to("10.0.0.3")));
    VirtualRouter routerB = b.add(config(100, to("10.0.0.2")));
    lan.run(SETTLE);

    assertThat(a.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(b.stateNow()).isEqualTo(VrrpState.BACKUP);
    assertThat(b.transitions).hasSize(1);
    assertThat(routerB.snapshot().counters().rejected()).isEmpty();
    assertThat(bystander.snapshot().counters().advertisementsReceived()).isZero();

    routerA.stop();
    lan.run(SETTLE);
    assertThat(b.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(b.lastTransition().detail()).isEqualTo("10.0.0.2 resigned");
  }

  @Test
  void shouldElectOverGlobalIpv6Addresses() {
    TestNode c = lan.node("fe80::2", "2001:db8::2");
    TestNode d = lan.node("fe80::3", "2001:db8::3");
    InetAddress[] addresses = {TestNode.address("fe80::51"), TestNode.address("2001:db8::51")};
    c.add(
        VirtualRouterConfig.builder("vip6", "eth0", 51)
            .priority(103)
            .addresses(addresses)
            .unicast(to("2001:db8::3"))
            .build());
    VirtualRouter backup =
        d.add(
            VirtualRouterConfig.builder("vip6", "eth0", 51)
                .addresses(addresses)
                .unicast(to("2001:db8::2"))
                .build());
    lan.run(SETTLE);

    assertThat(c.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(d.stateNow()).isEqualTo(VrrpState.BACKUP);
    assertThat(backup.snapshot().masterAddress()).contains(TestNode.address("2001:db8::2"));
  }

  @Test
  void shouldHearListedPeersOnlyAndFromAsFarAsTheyMayBe() {
    Unicast.Peer near = Unicast.Peer.of(TestNode.address("10.0.0.3"));
    Unicast.Peer far = new Unicast.Peer(TestNode.address("10.0.9.9"), 250);
    Unicast.Peer any = new Unicast.Peer(TestNode.address("10.0.9.10"), 0);
    VirtualRouter router =
        a.add(config(100, new Unicast(Optional.empty(), List.of(near, far, any))));
    lan.run(Duration.ofMillis(1));

    hear(router, "10.0.0.4", "10.0.0.2", 255);
    hear(router, "10.0.0.3", "224.0.0.18", 255);
    hear(router, "10.0.9.9", "10.0.0.2", 249);
    hear(router, "10.0.0.3", "10.0.0.2", 254);
    hear(router, "10.0.0.3", "10.0.0.77", 255);
    hear(router, "10.0.9.10", "224.0.0.18", 254);
    assertThat(router.snapshot().counters().advertisementsReceived()).isZero();
    assertThat(router.snapshot().counters().rejected())
        .containsOnlyKeys(RejectReason.UNKNOWN_PEER, RejectReason.DELIVERY_MISMATCH);
    // Refused before anybody looked for which router they are.
    assertThat(a.agent().snapshot().rejected())
        .containsOnlyKeys(RejectReason.BAD_TTL, RejectReason.WRONG_DESTINATION);
    assertThat(a.agent().snapshot().rejected()).containsEntry(RejectReason.BAD_TTL, 3L);

    hear(router, "10.0.0.3", "10.0.0.2", 255);
    hear(router, "10.0.9.9", "10.0.0.2", 250);
    hear(router, "10.0.9.10", "10.0.0.2", 1);
    assertThat(router.snapshot().counters().advertisementsReceived()).isEqualTo(3);
  }

  private void hear(VirtualRouter router, String from, String destination, int ttl) {
    a.inject(
        AddressFamily.IPV4, from, destination, ttl, message(router.config(), from, destination));
    lan.run(Duration.ofMillis(1));
  }

  @Test
  void shouldJudgeEachRouterByItsOwnPeers() {
    Unicast.Peer far = new Unicast.Peer(TestNode.address("10.0.9.9"), 0);
    a.add(config(100, new Unicast(Optional.empty(), List.of(far))));
    VirtualRouter strict =
        a.add(
            VirtualRouterConfig.builder("strict", "eth0", 52)
                .addresses(TestNode.address("10.0.0.241"))
                .unicast(to("10.0.9.9"))
                .build());
    lan.run(Duration.ofMillis(1));

    hear(strict, "10.0.9.9", "10.0.0.2", 1);

    assertThat(strict.snapshot().counters().rejected()).containsOnlyKeys(RejectReason.PEER_TTL);
  }

  @Test
  void shouldSendFromTheConfiguredSourceOrSayThatItIsMissing() {
    Unicast unicast =
        new Unicast(
            Optional.of(TestNode.address("10.0.0.20")),
            List.of(Unicast.Peer.of(TestNode.address("10.0.0.3"))));
    VirtualRouter router = a.add(config(103, unicast));
    VirtualRouter backup = b.add(config(100, to("10.0.0.20")));
    lan.run(Duration.ofMillis(1));
    assertThat(router.snapshot().reason())
        .isEqualTo("interface eth0 does not have the address 10.0.0.20 to send from");

    a.link(true, "10.0.0.2", "10.0.0.20");
    lan.run(SETTLE);

    assertThat(a.stateNow()).isEqualTo(VrrpState.MASTER);
    assertThat(backup.snapshot().masterAddress()).contains(TestNode.address("10.0.0.20"));
  }

  @Test
  void shouldNameARouterThatUsesMulticastWhereUnicastIsConfigured() {
    VirtualRouter unicast = a.add(config(100, to("10.0.0.3")));
    VirtualRouter multicast = b.add(TestNode.config(100).build());
    lan.run(SETTLE);

    assertThat(unicast.snapshot().counters().rejected())
        .containsOnlyKeys(RejectReason.DELIVERY_MISMATCH);
    assertThat(multicast.snapshot().counters().rejected()).isEmpty();
    assertThat(b.agent().snapshot().rejected()).containsOnlyKeys(RejectReason.WRONG_DESTINATION);
  }
}
