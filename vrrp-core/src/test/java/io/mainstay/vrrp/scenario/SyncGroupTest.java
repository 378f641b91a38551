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
  private final SimHost a = lan.host("a");

  private static VirtualRouterConfig member(int link, int priority, Duration startupDelay) {
    return VirtualRouterConfig.builder(link == 0 ? "outside" : "inside", "eth0", 51 + link)
        .priority(priority)
        .addresses(SimLan.address("10.0." + link + ".240"))
        .syncGroup("gateway")
        .startupDelay(startupDelay)
        .build();
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
