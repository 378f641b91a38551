package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.sim.SimHost;
import io.mainstay.vrrp.sim.SimLan;
import io.mainstay.vrrp.sim.SimNetwork.Delay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two routers of which neither outranks the other (RFC 9568 Section 6.4.3). */
class EqualsTest extends Scenario {

  /** S05: both advertise in the same instant, and each hears the other a millisecond later. */
  @Test
  void shouldLeaveTheHigherAddressWhenEqualsStartTogether() {
    lan.network().delay(Delay.fixed(millis(1)));
    SimHost a = lan.node("a", 100);
    SimHost b = lan.node("b", 100);

    lan.run(SETTLE);

    assertMaster(b);
    assertThat(promotedNanos(a)).isEqualTo(promotedNanos(b));
    assertThat(last(a).atNanos() - promotedNanos(a)).isEqualTo(1_000_000L);
    assertThat(demotions(a)).isEqualTo(1);
    assertThat(demotions(b)).isZero();
  }

  /** S06: addresses are unsigned numbers. */
  @ParameterizedTest
  @CsvSource({"10.0.0.9, 10.0.0.200", "10.0.0.127, 10.0.0.128", "10.0.0.1, 192.0.2.1"})
  void shouldCompareAddressesAsUnsignedNumbers(String lower, String higher) {
    lan.network().delay(Delay.fixed(millis(1)));
    SimHost a = lan.host("a", higher);
    a.add(SimLan.router(100).build());
    SimHost b = lan.host("b", lower);
    b.add(SimLan.router(100).build());

    lan.run(SETTLE);

    assertMaster(a);
    assertThat(demotions(b)).isEqualTo(1);
  }

  /** S11: RFC 9568 lets two owners settle it; it is an error all the same, and said. */
  @Test
  void shouldLeaveTheHigherAddressOfTwoOwners() {
    lan.network().delay(Delay.fixed(millis(1)));
    SimHost a = owner("a", "10.0.0.10", VrrpVersion.V3);
    SimHost b = owner("b", "10.0.0.11", VrrpVersion.V3);

    lan.run(SETTLE);

    assertMaster(b);
    assertThat(promotions(a)).isEqualTo(1);
    assertThat(promotions(b)).isEqualTo(1);
  }

  /** S11: an owner of RFC 3768 hears nobody. */
  @Test
  void shouldLeaveBothOwnersMasterWithVersion2() {
    SimHost a = owner("a", "10.0.0.10", VrrpVersion.V2);
    SimHost b = owner("b", "10.0.0.11", VrrpVersion.V2);

    lan.run(SETTLE);

    assertMasters(a, b);
    assertThat(a.router().snapshot().counters().rejected())
        .containsKey(RejectReason.LOCAL_IS_OWNER);
  }

  private SimHost owner(String name, String address, VrrpVersion version) {
    VirtualRouterConfig config = SimLan.router(255).version(version).build();
    SimHost host = lan.host(name, address, "10.0.0.240");
    host.add(config);
    return host;
  }

  /**
   * S12: nobody can decide between two hosts that look the same, so both are MASTER until the
   * operator mends it; but nothing flaps, and both say what is wrong.
   */
  @ParameterizedTest
  @CsvSource({"150, DUPLICATE_ADDRESS, another host sends", "100, OWN_PACKET, comes back to it"})
  void shouldNotFlapWhenTwoHostsHaveTheSameAddress(
      int priority, RejectReason reason, String sentence) {
    SimHost a = lan.host("a", "10.0.0.10");
    SimHost b = lan.host("b", "10.0.0.10");
    a.add(SimLan.router(priority).build());
    b.add(SimLan.router(100).build());

    lan.run(seconds(60));

    assertMasters(a, b);
    assertThat(promotions(a) + promotions(b)).isEqualTo(2);
    assertThat(a.sent()).hasSizeLessThan(62);
    assertThat(a.runningAgent().snapshot().rejected().get(reason)).isGreaterThan(50);
    assertThat(a.router().snapshot().warnings())
        .singleElement()
        .asString()
        .contains(sentence)
        .contains("10.0.0.10");
    assertThat(b.router().snapshot().warnings()).hasSize(1);
  }
}
