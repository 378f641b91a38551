package io.mainstay.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.state.VrrpState;
import org.junit.jupiter.api.Test;

class SplitBrainWatchTest {
  private static final LocalState MASTER = Routers.vip(VrrpState.MASTER, 101);
  private final SplitBrainWatch watch = new SplitBrainWatch(1_000_000_000);

  @Test
  void shouldRaiseTheAlarmWhenBothAreMasterForLongerThanTheBound() {
    assertThat(watch.observe(MASTER, peer(VrrpState.MASTER), 10)).isEmpty();
    assertThat(watch.observe(MASTER, peer(VrrpState.MASTER), 1_000_000_009)).isEmpty();
    assertThat(watch.observe(MASTER, peer(VrrpState.MASTER), 1_000_000_010))
        .singleElement()
        .asString()
        .startsWith("split brain: router vip is MASTER here and on b for more than 1000 ms");
  }

  @Test
  void shouldStartAnewWhenOneOfThemGaveUpInBetween() {
    watch.observe(MASTER, peer(VrrpState.MASTER), 10);
    watch.observe(MASTER, peer(VrrpState.BACKUP), 500_000_000);

    assertThat(watch.observe(MASTER, peer(VrrpState.MASTER), 1_100_000_000)).isEmpty();
  }

  @Test
  void shouldStaySilentWhenOnlyOneIsMaster() {
    for (long now = 0; now < 10_000_000_000L; now += 1_000_000_000L) {
      assertThat(watch.observe(MASTER, peer(VrrpState.BACKUP), now)).isEmpty();
    }
  }

  private static Peer peer(VrrpState state) {
    return new Peer("b", Routers.endpoint(7946), Routers.vip(state, 100).routers());
  }
}
