package io.mainstay.vrrp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpListener;
import io.mainstay.vrrp.net.AllocationMeter;
import io.mainstay.vrrp.net.LoopTransport;
import io.mainstay.vrrp.net.TestNode;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.spi.AddressInstaller;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import io.mainstay.vrrp.state.VrrpState;
import org.junit.jupiter.api.Test;

/** A timer is a small value per advertisement; everything else is reused. */
class SteadyStateAllocationTest {
  private static final int ADVERTISEMENTS = 20_000;
  private static final int BYTES_PER_ADVERTISEMENT = 100;

  /** The agent wants to run at least ten times a second; less would be a stall. */
  private static final int STEPS = 10;

  private static final long SECOND = 1_000_000_000L;

  private final LoopTransport host = new LoopTransport(TestNode.address("fe80::2"));
  private final VrrpAgent agent = new VrrpAgent(host, host, host);
  private final AllocationMeter meter = new AllocationMeter();
  private long nowNanos;

  private static VirtualRouterConfig config(int priority) {
    return VirtualRouterConfig.builder("vip", "eth0", 51)
        .priority(priority)
        .addresses(TestNode.address("fe80::51"))
        .build();
  }

  private long bytesOfManyAdvertisements() {
    long before = 0;
    for (int i = 0; i < 2 * ADVERTISEMENTS; i++) {
      if (i == ADVERTISEMENTS) {
        before = meter.bytes();
      }
      for (int step = 0; step < STEPS; step++) {
        nowNanos += SECOND / STEPS;
        agent.doWork(nowNanos);
      }
    }
    return meter.bytes() - before;
  }

  @Test
  void shouldAllocateNextToNothingPerAdvertisementReceived() {
    VirtualRouter router = agent.add(config(100), AddressInstaller.NONE, VrrpListener.NONE);
    byte[] source = TestNode.address("fe80::9").getAddress();
    byte[] message = new AdvertisementEncoder(config(103)).encode(103, source);
    ReceivedDatagram datagram = new ReceivedDatagram();
    datagram.family = AddressFamily.IPV6;
    datagram.interfaceIndex = 7;
    datagram.hopLimit = 255;
    System.arraycopy(source, 0, datagram.source, 0, 16);
    System.arraycopy(TestNode.address("ff02::12").getAddress(), 0, datagram.destination, 0, 16);
    System.arraycopy(message, 0, datagram.bytes, 0, message.length);
    datagram.length = message.length;
    host.repeated = datagram;

    // One is received in each step of this run.
    assertThat(bytesOfManyAdvertisements())
        .isLessThan(1L * STEPS * ADVERTISEMENTS * BYTES_PER_ADVERTISEMENT);
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(router.snapshot().counters().advertisementsReceived())
        .isEqualTo(2L * STEPS * ADVERTISEMENTS);
  }

  @Test
  void shouldAllocateNextToNothingPerAdvertisementSent() {
    VirtualRouter router = agent.add(config(255), AddressInstaller.NONE, VrrpListener.NONE);

    assertThat(bytesOfManyAdvertisements())
        .isLessThan(1L * ADVERTISEMENTS * BYTES_PER_ADVERTISEMENT);
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(host.sent).isEqualTo(2L * ADVERTISEMENTS);
  }
}
