package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.sim.SimHost;
import io.mainstay.vrrp.sim.SimLan;
import io.mainstay.vrrp.sim.SimRouter;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A gateway: the inside and the outside address must be on the same host. */
class SyncGroupTest extends Scenario {
  private final SimHost a = lan.host("a").attach("10.0.1.10");
  private final SimHost b = lan.host("b").attach("10.0.1.11");

  private static VirtualRouterConfig member(int link, int priority, Duration startupDelay) {
    return VirtualRouterConfig.builder(link == 0 ? "outside" : "inside", "eth" + link, 51)
        .priority(priority)
        .addresses(SimLan.address("10.0." + link + ".240"))
        .syncGroup("gateway")
        .startupDelay(startupDelay)
        .build();
  }

  private static SimRouter add(SimHost host, int link, int priority) {
    return host.add(member(link, priority, Duration.ZERO));
  }

  @Test
  void shouldMoveBothSidesWhenOneLosesItsLink() {
    SimRouter outsideA = add(a, 0, 150);
    SimRouter insideA = add(a, 1, 150);
    SimRouter outsideB = add(b, 0, 100);
    SimRouter insideB = add(b, 1, 100);
    lan.run(SETTLE);
    assertThat(outsideA.state()).isEqualTo(VrrpState.MASTER);
    assertThat(insideA.state()).isEqualTo(VrrpState.MASTER);

    a.linkDown(1);
    lan.run(SETTLE);

    assertThat(outsideA.state()).isEqualTo(VrrpState.FAULT);
    assertThat(insideA.state()).isEqualTo(VrrpState.FAULT);
    assertThat(outsideB.state()).isEqualTo(VrrpState.MASTER);
    assertThat(insideB.state()).isEqualTo(VrrpState.MASTER);
  }

  /** Two hosts that would each hold one side of the gateway would be no gateway at all. */
  @Test
  void shouldStayWithTheMasterWhileOneOfTwoLinksCarriesItsAdvertisements() {
    SimRouter outsideA = add(a, 0, 150);
    SimRouter insideA = add(a, 1, 150);
    SimRouter outsideB = add(b, 0, 100);
    SimRouter insideB = add(b, 1, 100);
    lan.run(SETTLE);

    lan.network(1).separate(a, b);
    lan.run(seconds(60));

    assertThat(outsideA.transitions()).hasSize(2);
    assertThat(insideA.transitions()).hasSize(2);
    assertThat(outsideB.state()).isEqualTo(VrrpState.BACKUP);
    assertThat(insideB.state()).isEqualTo(VrrpState.BACKUP);

    lan.network(0).separate(a, b);
    lan.run(SETTLE);
    assertThat(outsideB.state()).isEqualTo(VrrpState.MASTER);
    assertThat(insideB.state()).isEqualTo(VrrpState.MASTER);
  }

  @Test
  void shouldWaitForTheLongestStartupDelayOfItsMembers() {
    SimRouter outside = a.add(member(0, 100, seconds(5)));
    SimRouter inside = a.add(member(1, 100, seconds(20)));

    lan.run(millis(19_999));
    assertThat(outside.state()).isEqualTo(VrrpState.BACKUP);
    assertThat(inside.state()).isEqualTo(VrrpState.BACKUP);

    lan.run(millis(1));
    assertThat(outside.state()).isEqualTo(VrrpState.MASTER);
    assertThat(inside.state()).isEqualTo(VrrpState.MASTER);
  }
}
