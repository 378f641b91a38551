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
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens with every advertisement makes no garbage, however many there are. */
class SteadyStateAllocationTest {
  private static final int ADVERTISEMENTS = 20_000;

  /** What the meter itself allocates, and what the JVM does while it compiles. */
  private static final long SLACK_BYTES = 20_000;

  /** The agent wants to run at least ten times a second; less would be a stall. */
  private static final int STEPS = 10;

  private static final long SECOND = 1_000_000_000L;
  private static final long MILLISECOND = 1_000_000L;

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
  void shouldAllocateNothingPerAdvertisementReceived() {
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
    assertThat(bytesOfManyAdvertisements()).isLessThan(SLACK_BYTES);
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.BACKUP);
    assertThat(router.snapshot().counters().advertisementsReceived())
        .isEqualTo(2L * STEPS * ADVERTISEMENTS);
  }

  @Test
  void shouldAllocateNothingPerAdvertisementSent() {
    VirtualRouter router = agent.add(config(255), AddressInstaller.NONE, VrrpListener.NONE);

    assertThat(bytesOfManyAdvertisements()).isLessThan(SLACK_BYTES);
    assertThat(router.snapshot().state()).isEqualTo(VrrpState.MASTER);
    assertThat(host.sent).isEqualTo(2L * ADVERTISEMENTS);
  }

  @Test
  void shouldMissNoAdvertisementOf255RoutersAndAllocateNothing() {
    for (int vrid = 1; vrid <= 255; vrid++) {
      agent.add(hundredMillis(vrid), AddressInstaller.NONE, VrrpListener.NONE);
    }
    agent.doWork(nowNanos);
    assertThat(host.sent).isEqualTo(255);
    runSeconds(60);
    assertThat(host.sent).isEqualTo(255 * (1 + 600L));

    long before = meter.bytes();
    runSeconds(60);

    assertThat(meter.bytes() - before).isLessThan(SLACK_BYTES);
    assertThat(host.sent).isEqualTo(255 * (1 + 1200L));
    assertThat(agent.snapshot().stalls().longestNanos()).isZero();
    DurationQuantiles lateness = agent.snapshot().advertisementLateness();
    assertThat(lateness.count()).isBetween(255 * 600L, 255 * 700L);
    assertThat(lateness.maxNanos()).isZero();
  }

  @Test
  void shouldMeasureHowLateStallsMadeAdvertisements() {
    for (int vrid = 1; vrid <= 255; vrid++) {
      agent.add(hundredMillis(vrid), AddressInstaller.NONE, VrrpListener.NONE);
    }
    agent.doWork(nowNanos);
    runSeconds(1);
    for (int stall = 0; stall < 5; stall++) {
      nowNanos = agent.nextDeadlineNanos() + 40 * MILLISECOND;
      agent.doWork(nowNanos);
      runSeconds(20);
    }

    DurationQuantiles lateness = agent.snapshot().advertisementLateness();
    assertThat(lateness.p99Nanos()).isZero();
    // A few of several hundred rounds are more than one in a thousand.
    assertThat(lateness.p999Nanos()).isEqualTo(40 * MILLISECOND);
    assertThat(lateness.maxNanos()).isEqualTo(40 * MILLISECOND);
  }

  @Test
  void shouldMeasureDutyCyclesWithoutGarbage() {
    long before = meter.bytes();
    for (int i = 0; i < ADVERTISEMENTS; i++) {
      agent.worked(i);
    }

    assertThat(meter.bytes() - before).isLessThan(SLACK_BYTES);
    assertThat(agent.snapshot().dutyCycle().count()).isEqualTo(ADVERTISEMENTS);
    assertThat(agent.snapshot().dutyCycle().maxNanos()).isEqualTo(ADVERTISEMENTS - 1);
  }

  private static VirtualRouterConfig hundredMillis(int vrid) {
    return VirtualRouterConfig.builder("vip" + vrid, "eth0", vrid)
        .priority(255)
        .advertisementInterval(Duration.ofMillis(100))
        .addresses(TestNode.address("fe80::" + Integer.toHexString(0x1000 + vrid)))
        .build();
  }

  private void runSeconds(int seconds) {
    long endNanos = nowNanos + seconds * SECOND;
    while (nowNanos < endNanos) {
      nowNanos = Math.min(endNanos, agent.nextDeadlineNanos());
      agent.doWork(nowNanos);
    }
  }
}
