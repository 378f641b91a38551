package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxVipMoverTest {
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final AtomicLong nowNanos = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final FakeHolder holder = new FakeHolder();
  private final AtomicInteger arrivals = new AtomicInteger();
  private VirtualAddress address;
  private LinuxVipMover mover;

  /** Answers what the test says, when the test lets it. */
  private static final class FakeHolder implements AddressHolder {
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile CountDownLatch entered = new CountDownLatch(1);
    volatile int errno;
    volatile boolean already;

    private VipOutcome answer(VipOutcome outcome) throws IOException {
      entered.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (errno != 0) {
        throw new ErrnoException("change", errno);
      }
      return outcome;
    }

    @Override
    public VipOutcome acquire(VirtualAddress address) throws IOException {
      return answer(new VipOutcome.Held(already));
    }

    @Override
    public VipOutcome release(VirtualAddress address) throws IOException {
      return answer(new VipOutcome.Released());
    }

    @Override
    public boolean holds(VirtualAddress address) {
      return true;
    }

    @Override
    public String description() {
      return "fake";
    }
  }

  @BeforeEach
  void start() throws Exception {
    address = new VirtualAddress(InetAddress.getByName("10.0.0.9"), 32, "eth0");
    Closing resources = new Closing();
    resources.add(closed, flag -> flag.set(true));
    mover =
        new LinuxVipMover(
            Map.of(address, holder),
            arrivals::incrementAndGet,
            resources,
            STALE_NANOS,
            nowNanos::get);
  }

  @AfterEach
  void stop() {
    holder.gate.countDown();
    mover.close();
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("NL17 put back three times within a minute, then refused and released")
  void shouldNotFightForEverWithWhoeverRemovesTheAddress() throws Exception {
    for (int i = 0; i <= Removals.MAX_PUT_BACK; i++) {
      assertThat(await(mover.acquire(address))).isEqualTo(new VipOutcome.Held(false));
    }

    VipOutcome outcome = await(mover.acquire(address));

    assertThat(outcome).isInstanceOf(VipOutcome.Refused.class);
    assertThat(outcome.toString()).contains("removed by somebody else", "NetworkManager");
    assertThat(await(mover.acquire(address))).as("anew").isEqualTo(new VipOutcome.Held(false));
  }

  @Test
  @DisplayName("NL17 now and then it comes back")
  void shouldPutBackWhatIsSeldomRemoved() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(await(mover.acquire(address))).isEqualTo(new VipOutcome.Held(false));
      nowNanos.addAndGet(Removals.WITHIN_NANOS / 2);
    }
  }

  @Test
  void shouldNotAcquireWhatWasAskedForBeforeALongPause() throws Exception {
    holder.gate = new CountDownLatch(1);
    CompletionStage<VipOutcome> first = mover.acquire(address);
    holder.entered.await();
    CompletionStage<VipOutcome> second = mover.acquire(address);

    nowNanos.addAndGet(STALE_NANOS + 1);
    holder.gate.countDown();

    assertThat(await(first)).isInstanceOf(VipOutcome.Held.class);
    assertThat(await(second)).isInstanceOf(VipOutcome.Failed.class);
  }

  @Test
  void shouldReleaseHoweverLongItWaited() throws Exception {
    holder.gate = new CountDownLatch(1);
    mover.acquire(address);
    holder.entered.await();
    CompletionStage<VipOutcome> release = mover.release(address);

    nowNanos.addAndGet(STALE_NANOS + 1);
    holder.gate.countDown();

    assertThat(await(release)).isInstanceOf(VipOutcome.Released.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1,   Refused, CAP_NET_ADMIN",
    "13,  Refused, disable_ipv6",
    "19,  Refused, ENODEV",
    "22,  Refused, EINVAL",
    "105, Failed,  ENOBUFS",
    "12,  Failed,  ENOMEM",
  })
  void shouldTellWhetherToTryAgain(int errno, String kind, String reason) throws Exception {
    holder.errno = errno;

    VipOutcome outcome = await(mover.acquire(address));

    assertThat(outcome.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(outcome.toString()).contains(reason);
  }

  @Test
  void shouldTellOfAnArrivalOnceForAddressesThatComeTogether() throws Exception {
    holder.gate = new CountDownLatch(1);
    mover.acquire(address);
    holder.entered.await();
    mover.acquire(address);
    CompletionStage<VipOutcome> last = mover.acquire(address);
    holder.gate.countDown();
    await(last);
    await(mover.inspect(address));

    assertThat(arrivals).hasValue(1);

    await(mover.acquire(address));
    await(mover.inspect(address));
    assertThat(arrivals).hasValue(2);
  }

  @Test
  void shouldTellOfNoArrivalWhenTheAddressWasHereOrDidNotCome() throws Exception {
    holder.already = true;
    await(mover.acquire(address));
    holder.errno = 1;
    await(mover.acquire(address));
    await(mover.inspect(address));

    assertThat(arrivals).hasValue(0);
  }

  @Test
  void shouldRefuseAnAddressItWasNotMadeFor() throws Exception {
    VirtualAddress other = new VirtualAddress(InetAddress.getByName("10.0.0.10"), 32, "eth0");

    assertThat(await(mover.acquire(other))).isInstanceOf(VipOutcome.Refused.class);
    assertThat(await(mover.inspect(other))).isInstanceOf(VipHolder.Unknown.class);
  }

  @Test
  void shouldFinishWhatWasAskedAndThenCloseOnce() throws Exception {
    CompletionStage<VipOutcome> last = mover.release(address);
    mover.close();
    mover.close();

    assertThat(await(last)).isInstanceOf(VipOutcome.Released.class);
    assertThat(closed).isTrue();
    assertThat(await(mover.acquire(address))).isInstanceOf(VipOutcome.Failed.class);
  }
}
