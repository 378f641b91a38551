package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.net.TestLan;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two virtual routers of each of two nodes that must be on the same node. */
class SyncGroupTest {
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private final TestLan lan = new TestLan();
  private final TestNode a = lan.node("10.0.0.2");
  private final TestNode b = lan.node("10.0.0.3");
  private final VirtualRouter outsideA = a.add(config("outside", 51, 103));
  private final VirtualRouter insideA = a.add(config("inside", 52, 103));
  private final VirtualRouter outsideB = b.add(config("outside", 51, 100));
  private final VirtualRouter insideB = b.add(config("inside", 52, 100));

  private static VirtualRouterConfig config(String name, int vrid, int priority) {
    return VirtualRouterConfig.builder(name, "eth0", vrid)
        .priority(priority)
        .addresses(TestNode.address("10.0.0." + (vrid + 100)))
        .syncGroup("gateway")
        .build();
  }

  private void assertStates(VrrpState ofA, VrrpState ofB) {
    assertThat(outsideA.snapshot().state()).isEqualTo(ofA);
    assertThat(insideA.snapshot().state()).isEqualTo(ofA);
    assertThat(outsideB.snapshot().state()).isEqualTo(ofB);
    assertThat(insideB.snapshot().state()).isEqualTo(ofB);
  }

  @Test
  void shouldElectTogether() {
    lan.run(SETTLE);

    assertStates(VrrpState.MASTER, VrrpState.BACKUP);
    assertThat(b.transitions).hasSize(2);
  }

  @Test
  void shouldGoTogetherWhenOneMemberFails() {
    lan.run(SETTLE);

    insideA.fault("no carrier on the inside");
    lan.run(Duration.ofMillis(700));

    assertStates(VrrpState.FAULT, VrrpState.MASTER);
    assertThat(outsideA.snapshot().reason())
        .isEqualTo("sync group gateway: inside is FAULT: no carrier on the inside");
    assertThat(a.sent.stream().filter(sent -> sent.priority() == 0)).hasSize(2);

    insideA.clearFault();
    lan.run(SETTLE);
    assertStates(VrrpState.MASTER, VrrpState.BACKUP);
  }

  @Test
  void shouldRecoverOnlyWhenNoMemberIsInTrouble() {
    lan.run(SETTLE);
    insideA.fault("one");
    outsideA.fault("two");
    lan.run(SETTLE);
    insideA.clearFault();
    lan.run(SETTLE);
    assertStates(VrrpState.FAULT, VrrpState.MASTER);

    outsideA.clearFault();
    lan.run(SETTLE);

    assertStates(VrrpState.MASTER, VrrpState.BACKUP);
  }

  @Test
  void shouldGiveWayTogetherWhenOneMemberHearsAHigherMaster() {
    lan.run(SETTLE);
    byte[] message =
        new AdvertisementEncoder(insideA.config())
            .encode(200, TestNode.address("10.0.0.9").getAddress())
            .clone();

    a.inject(AddressFamily.IPV4, "10.0.0.9", message);
    lan.run(Duration.ofMillis(1));

    assertThat(insideA.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(outsideA.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(outsideA.snapshot().reason()).isEqualTo("sync group gateway: inside is BACKUP");
  }

  @Test
  void shouldTakeOverTogetherWhenTheMasterDies() {
    lan.run(SETTLE);
    a.kill();
    lan.run(SETTLE);

    assertThat(outsideB.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(insideB.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(b.transitions.get(3).atNanos()).isEqualTo(b.transitions.get(2).atNanos());
  }

  @Test
  void shouldNotBeTornFromAWorkingMasterByOneDeafMember() {
    lan.run(SETTLE);

    // Advertisements of the inside are lost; the outside hears its master all the time.
    insideA.stop();
    a.kill();
    byte[] message =
        new AdvertisementEncoder(outsideA.config())
            .encode(103, TestNode.address("10.0.0.2").getAddress())
            .clone();
    for (int i = 0; i < 30; i++) {
      b.inject(AddressFamily.IPV4, "10.0.0.2", message);
      lan.run(Duration.ofSeconds(1));
    }
    assertThat(insideB.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(b.transitions).hasSize(2);

    lan.run(SETTLE);
    assertThat(insideB.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(outsideB.snapshot().state()).isEqualTo(VrrpState.MASTER);
  }

  @Test
  void shouldLeaveTheGroupWhenStopped() {
    lan.run(SETTLE);
    insideA.stop();
    lan.run(Duration.ofMillis(100));

    assertThat(outsideA.snapshot().state()).isEqualTo(VrrpState.MASTER);
  }

  @Test
  void shouldRefuseMembersOfDifferentPriority() {
    assertThatThrownBy(() -> a.add(config("third", 53, 104)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "third has priority 104 and (in|out)side has 103; give all members of sync group"
                + " gateway the same");
  }
}
