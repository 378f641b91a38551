package io.mainstay.vip.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vip.VipOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What depends on time, with a clock that stands still. */
class EndpointHolderTest {

  private static final InetAddress VIP = Literal.of("10.231.7.100");
  private static final Duration DOUBT = Duration.ofSeconds(2);

  private final AtomicLong nowNanos = new AtomicLong();
  private FakeEngine fake;
  private Engine engine;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    fake = FakeEngine.unix(folder).container("own").container("other");
    engine = new Engine(fake.address(), Duration.ofSeconds(2));
  }

  @AfterEach
  void end() throws IOException {
    engine.close();
    fake.close();
  }

  private EndpointHolder holder(String fence) {
    DockerVipSettings settings = DockerVipSettings.parse(Map.of("network", "vip", "fence", fence));
    return new EndpointHolder(
        engine, settings, "own", Set.of(VIP), new Doubt(DOUBT, nowNanos::get));
  }

  @Test
  @DisplayName("DK12 until it is certain that a late connect will not come, nothing is released")
  void shouldNotCallReleasedWhatMayStillCome() {
    EndpointHolder holder = holder("never");
    fake.hold();
    assertThat(holder.acquire(VIP, () -> false).toString()).contains("has not answered");

    assertThat(holder.release(VIP).toString()).contains("may still carry out a connect");
    nowNanos.addAndGet(DOUBT.toNanos());
    assertThat(holder.release(VIP)).isEqualTo(new VipOutcome.Released());
  }

  @Test
  @DisplayName("DK12 a late connect is undone by a release that is repeated")
  void shouldUndoALateConnect() throws Exception {
    EndpointHolder holder = holder("never");
    fake.hold();
    holder.acquire(VIP, () -> false);
    assertThat(holder.release(VIP)).isInstanceOf(VipOutcome.Failed.class);
    fake.carryOut();
    assertThat(fake.has("own", "10.231.7.100")).isTrue();

    assertThat(holder.release(VIP)).isEqualTo(new VipOutcome.Released());
    assertThat(fake.endpoint("own")).isEqualTo(FakeEngine.NOWHERE);
  }

  @Test
  void shouldChangeNothingForAnOldOrder() {
    EndpointHolder holder = holder("disconnect");
    fake.put("other", "10.231.7.100", "");
    for (int i = 0; i < 2 * OtherOwners.ATTEMPTS_BEFORE_FENCING; i++) {
      assertThat(holder.acquire(VIP, () -> true).toString()).contains("asked for too long ago");
    }
    assertThat(fake.changes()).isEmpty();
  }

  @Test
  void shouldNotFenceForAnOrderThatGrewOldUnderWay() {
    EndpointHolder holder = holder("disconnect");
    fake.put("other", "10.231.7.100", "");
    for (int i = 0; i < 2 * OtherOwners.ATTEMPTS_BEFORE_FENCING; i++) {
      boolean[] asked = {false};
      VipOutcome outcome =
          holder.acquire(
              VIP,
              () -> {
                boolean late = asked[0];
                asked[0] = true;
                return late;
              });
      assertThat(outcome).isInstanceOf(VipOutcome.Failed.class);
    }
    assertThat(fake.has("other", "10.231.7.100")).isTrue();
  }
}
