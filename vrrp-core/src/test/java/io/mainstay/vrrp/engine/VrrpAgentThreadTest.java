package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpListener;
import io.mainstay.vrrp.net.LoopTransport;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.spi.AddressInstaller;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VrrpAgentThreadTest {
  private final LoopTransport host = new LoopTransport(TestNode.address("10.0.0.2"));
  private final VrrpAgent agent = new VrrpAgent(host, host, host);

  @Test
  void shouldElectInRealTimeAndResignWhenClosed() throws Exception {
    CountDownLatch master = new CountDownLatch(1);
    VirtualRouterConfig config =
        TestNode.config(100).advertisementInterval(Duration.ofMillis(10)).build();
    VirtualRouter router;
    try (VrrpAgentThread thread = VrrpAgentThread.start(agent, host)) {
      router =
          agent.add(
              config,
              AddressInstaller.NONE,
              transition -> {
                if (transition.to() == VrrpState.MASTER) {
                  master.countDown();
                }
              });
      assertThat(master.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(thread).isNotNull();
    }

    assertThat(router.snapshot().state()).isEqualTo(VrrpState.INIT);
    assertThat(router.snapshot().counters().resignationsSent()).isEqualTo(1);
    assertThat(agent.snapshot().dutyCycle().count()).isPositive();
    assertThat(agent.snapshot().dutyCycle().maxNanos()).isPositive();
  }

  @Test
  void shouldPrepareOnItsOwnThreadAndRunEvenWhenThatFails() throws Exception {
    CompletableFuture<String> preparing = new CompletableFuture<>();
    try (VrrpAgentThread thread =
        VrrpAgentThread.start(
            agent,
            host,
            () -> {
              preparing.complete(Thread.currentThread().getName());
              throw new IllegalStateException("not permitted");
            })) {
      assertThat(preparing.get(20, TimeUnit.SECONDS)).isEqualTo("vrrp-agent");
      VirtualRouter router =
          agent.add(TestNode.config(100).build(), AddressInstaller.NONE, VrrpListener.NONE);
      // Only a running agent ends a router.
      router.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(thread).isNotNull();
    }
  }

  @Test
  void shouldCloseTwice() {
    VrrpAgentThread thread = VrrpAgentThread.start(agent, host);
    thread.close();
    thread.close();
    assertThat(agent.snapshot().rejected()).isEmpty();
  }
}
