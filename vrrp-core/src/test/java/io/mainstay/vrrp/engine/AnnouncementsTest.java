package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.Announcements;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.net.TestLan;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is announced and advertised beyond the usual: schedules, excluded addresses, none at all.
 */
class AnnouncementsTest {
  private final TestLan lan = new TestLan();
  private final TestNode node = lan.node("10.0.0.2");

  private static Announcements announcements(int repeat, int delaySeconds, int refreshSeconds) {
    return new Announcements(
        repeat,
        Duration.ofMillis(200),
        Duration.ofSeconds(delaySeconds),
        Duration.ofSeconds(refreshSeconds),
        2);
  }

  private List<Long> announcedMillis() {
    long first = node.announcedNanos.get(0);
    return node.announcedNanos.stream().map(nanos -> (nanos - first) / 1_000_000).toList();
  }

  private void own(Announcements announcements, Duration time) {
    node.add(TestNode.config(255).announcements(announcements).build());
    lan.run(time);
  }

  @Test
  void shouldRefreshAfterTheBursts() {
    own(announcements(2, 1, 10), Duration.ofSeconds(25));

    assertThat(announcedMillis()).containsExactly(0L, 200L, 1000L, 1200L, 11_200L, 21_200L);
  }

  @Test
  void shouldAnnounceOneBurstOnlyWithoutADelay() {
    own(announcements(3, 0, 0), Duration.ofSeconds(25));

    assertThat(announcedMillis()).containsExactly(0L, 200L, 400L);
  }

  @Test
  void shouldAnnounceAgainAsOftenAsConfiguredWhenALowerRouterAdvertises() {
    own(announcements(1, 0, 0), Duration.ofSeconds(25));
    node.announcedNanos.clear();
    byte[] message =
        new AdvertisementEncoder(TestNode.config(100).build())
            .encode(100, TestNode.address("10.0.0.3").getAddress())
            .clone();

    node.inject(AddressFamily.IPV4, "10.0.0.3", message);
    node.inject(AddressFamily.IPV4, "10.0.0.3", message);
    lan.run(Duration.ofSeconds(5));

    assertThat(announcedMillis()).containsExactly(0L, 200L);
  }

  @Test
  void shouldRefuseSchedulesThatMakeNoSense() {
    assertThatThrownBy(() -> announcements(0, 1, 1)).hasMessageContaining("1 to 100 times");
    assertThatThrownBy(() -> announcements(1, -1, 1)).hasMessageContaining("second announcements");
    assertThatThrownBy(() -> announcements(1, 1, -1)).hasMessageContaining("or never with 0");
  }

  @Test
  void shouldMoveAndAnnounceExcludedAddressesButNotAdvertiseThem() {
    VirtualRouterConfig config =
        TestNode.config(255)
            .announcements(announcements(1, 0, 0))
            .excludedAddresses(
                List.of(TestNode.address("10.0.0.241"), TestNode.address("2001:db8::1")))
            .build();
    VirtualRouter router = node.add(config);
    VirtualRouter peer = lan.node("10.0.0.3").add(TestNode.config(100).build());
    lan.run(Duration.ofSeconds(1));

    assertThat(node.announcedNanos).hasSize(3);
    assertThat(router.snapshot().counters().announcements()).isEqualTo(3);
    assertThat(peer.snapshot().counters().addressesDiffering()).isZero();
    assertThat(peer.snapshot().counters().advertisementsReceived()).isPositive();
  }

  @Test
  void shouldElectWithoutAnyAddress() {
    VirtualRouter router = node.add(election(103, VrrpVersion.V3));
    VirtualRouter peer = lan.node("10.0.0.3").add(election(100, VrrpVersion.V3));
    lan.run(Duration.ofSeconds(10));

    assertThat(router.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(peer.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(peer.snapshot().counters().rejected()).isEmpty();
    assertThat(node.announcedNanos).isEmpty();
  }

  @Test
  void shouldElectWithoutAnyAddressOverIpv6AndVersion2Too() {
    TestNode c = lan.node("10.0.0.4", "fe80::4");
    TestNode d = lan.node("10.0.0.5", "fe80::5");
    VirtualRouterConfig six =
        VirtualRouterConfig.builder("six", "eth0", 60).noAddresses(AddressFamily.IPV6).build();
    c.add(six);
    VirtualRouter ipv6 = d.add(six);
    c.add(election(103, VrrpVersion.V2));
    VirtualRouter v2 = d.add(election(100, VrrpVersion.V2));
    lan.run(Duration.ofSeconds(10));

    assertThat(v2.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(v2.snapshot().counters().rejected()).isEmpty();
    assertThat(ipv6.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(ipv6.snapshot().masterAddress()).contains(TestNode.address("fe80::4"));
    assertThat(ipv6.snapshot().counters().rejected()).isEmpty();
  }

  @Test
  void shouldRefuseZeroAddressesWhereSomeAreConfigured() {
    node.add(election(255, VrrpVersion.V3));
    VirtualRouter peer = lan.node("10.0.0.3").add(TestNode.config(100).build());
    lan.run(Duration.ofSeconds(2));

    assertThat(peer.snapshot().counters().rejected()).containsOnlyKeys(RejectReason.ZERO_ADDRESSES);
  }

  private static VirtualRouterConfig election(int priority, VrrpVersion version) {
    return VirtualRouterConfig.builder("vip", "eth0", 51)
        .version(version)
        .priority(priority)
        .noAddresses(AddressFamily.IPV4)
        .build();
  }
}
