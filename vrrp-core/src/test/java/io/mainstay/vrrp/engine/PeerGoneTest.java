package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.net.TestLan;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.state.TransitionReason;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Take-overs that something other than the master's silence begins. */
class PeerGoneTest {
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private final TestLan lan = new TestLan();
  private final TestNode a = lan.node("10.0.0.2");
  private final TestNode b = lan.node("10.0.0.3");
  private final TestNode c = lan.node("10.0.0.4");

  @Test
  void shouldTakeOverWithinTenMillisecondsWhenTheMasterIsKnownToBeDead() {
    a.add(103);
    VirtualRouter higher = b.add(102);
    VirtualRouter lower = c.add(101);
    lan.run(SETTLE);
    a.kill();
    long dead = lan.nowNanos();

    lower.peerGone(TestNode.address("10.0.0.2"), PeerGone.DIED, "the peer link broke");
    higher.peerGone(TestNode.address("10.0.0.2"), PeerGone.DIED, "the peer link broke");
    lan.run(SETTLE);

    assertThat(b.lastTransition().reason()).isEqualTo(TransitionReason.MASTER_DIED);
    assertThat(b.lastTransition().atNanos() - dead).isEqualTo((256 - 102) * 10_000_000L / 256);
    assertThat(c.stateNow()).isEqualTo(VrrpState.BACKUP);
    assertThat(c.transitions).hasSize(1);
  }

  @Test
  void shouldHandOverWithoutATimeAtWhichNobodyHoldsTheAddresses() throws Exception {
    VirtualRouter router = a.add(TestNode.config(103).handOver(Duration.ofSeconds(2)).build());
    VirtualRouter successor = b.add(200);
    successor.fault("not yet");
    lan.run(SETTLE);
    successor.clearFault();
    lan.run(Duration.ofMillis(1500));
    long stop = lan.nowNanos();

    var stopped = router.stop().toCompletableFuture();
    lan.run(Duration.ofMillis(200));
    assertThat(a.holdsAddresses).isTrue();
    assertThat(b.holdsAddresses).isFalse();
    assertThat(stopped).isNotDone();
    lan.run(SETTLE);

    assertThat(stopped.get(5, TimeUnit.SECONDS).reason()).isEqualTo("stopped; 10.0.0.3 took over");
    assertThat(a.holdsAddresses).isFalse();
    assertThat(b.holdsAddresses).isTrue();
    assertThat(a.lastTransition().atNanos() - stop).isEqualTo(218_750_000L);
    assertThat(a.sent.stream().filter(sent -> sent.priority() == 0)).hasSize(1);
    assertThat(a.announcedNanos.stream().filter(nanos -> nanos >= stop)).isEmpty();
  }

  @Test
  void shouldNotWaitAgainWhenTheResignationComesBehindTheWordThatThePeerLeaves() {
    VirtualRouter router = a.add(TestNode.config(103).handOver(Duration.ofSeconds(2)).build());
    VirtualRouter successor = b.add(102);
    lan.run(SETTLE);
    long stop = lan.nowNanos();

    successor.peerGone(TestNode.address("10.0.0.2"), PeerGone.RESIGNED, "it says goodbye");
    var unused = router.stop();
    lan.run(SETTLE);

    assertThat(b.lastTransition().to()).isEqualTo(VrrpState.MASTER);
    assertThat(b.lastTransition().atNanos() - stop).isLessThan(10_000_000L);
  }

  @Test
  void shouldLetGoAfterTheHandOverWhenAloneAndBeAddedAgain() throws Exception {
    VirtualRouter router = a.add(TestNode.config(103).handOver(Duration.ofSeconds(2)).build());
    lan.run(SETTLE);

    var stopped = router.stop().toCompletableFuture();
    assertThat(router.stop().toCompletableFuture()).isNotDone();
    lan.run(Duration.ofMillis(2001));

    assertThat(stopped.get(5, TimeUnit.SECONDS).state()).isEqualTo(VrrpState.INIT);
    assertThat(a.holdsAddresses).isFalse();
    a.add(103);
    lan.run(SETTLE);
    assertThat(a.stateNow()).isEqualTo(VrrpState.MASTER);
  }
}
