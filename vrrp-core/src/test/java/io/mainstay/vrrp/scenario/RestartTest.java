package io.mainstay.vrrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.sim.SimHost;
import io.mainstay.vrrp.sim.SimRouter;
import org.junit.jupiter.api.Test;

/** Hosts and interfaces that go and come back. */
class RestartTest extends Scenario {
  private final SimHost a = lan.node("a", 150);
  private final SimHost b = lan.node("b", 100);

  /** S17: the router takes part again each time, as a backup that waits. */
  @Test
  void shouldNotFloodTheLinkWhenAnInterfaceFlaps() {
    lan.run(SETTLE);
    int before = a.sent().size();

    for (int i = 0; i < 50; i++) {
      a.linkDown();
      lan.run(millis(50));
      a.linkUp();
      lan.run(millis(50));
    }
    assertThat(a.sent()).hasSize(before);
    assertMaster(b);

    lan.run(SETTLE);
    assertMaster(a);
  }

  /** S26. */
  @Test
  void shouldResignOnceWhenANodeRestartsBeforeItsPeerTookOver() {
    lan.run(SETTLE);
    long stopped = lan.nowNanos();

    a.stop();
    lan.run(millis(300));
    a.router().start();
    lan.run(millis(400));
    assertMaster(b);
    assertThat(promotedNanos(b) - stopped).isEqualTo(609_375_000L);

    lan.run(SETTLE);
    assertMaster(a);
    assertThat(a.sent()).extracting(SimRouter.Sent::priority).containsOnlyOnce(0);
  }

  /** S26: an address that a crashed process left behind would be on two hosts. */
  @Test
  void shouldRemoveWhatACrashLeftBehindWhenItStarts() {
    a.leavesAddressesBehind(true);
    lan.run(SETTLE);
    a.crash();
    lan.run(SETTLE);
    assertThat(a.holdsAddresses()).isTrue();
    assertMaster(b);

    a.restart();
    lan.run(millis(1));

    assertThat(a.holdsAddresses()).isFalse();
    assertMaster(b);
    lan.run(SETTLE);
    assertMaster(a);
  }
}
