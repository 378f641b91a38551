package io.mainstay.vip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What becomes of an acquire under way when the node is demoted. */
class VipReconcilerAbandonTest {

  /** A mover whose acquires end when they are abandoned, or when the test ends them. */
  private static final class SlowMover implements VipMover {
    final List<String> calls = new ArrayList<>();
    CompletableFuture<VipOutcome> acquire = new CompletableFuture<>();

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      calls.add("acquire");
      acquire = new CompletableFuture<>();
      return acquire;
    }

    @Override
    public void abandon(VirtualAddress address) {
      calls.add("abandon");
      acquire.complete(new VipOutcome.Failed("not wanted", Duration.ofMinutes(5)));
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      calls.add("release");
      return CompletableFuture.completedFuture(new VipOutcome.Released());
    }

    @Override
    public CompletionStage<VipHolder> inspect(VirtualAddress address) {
      return CompletableFuture.completedFuture(new VipHolder.Absent());
    }

    @Override
    public void close() {}
  }

  private final ManualScheduler scheduler = new ManualScheduler();
  private final SlowMover mover = new SlowMover();
  private final VipReconciler reconciler =
      new VipReconciler(
          mover,
          List.of(new VirtualAddress(InetAddress.getLoopbackAddress(), 32, "lo")),
          VipPolicy.DEFAULT,
          scheduler,
          1);

  private static final OwnOutcome IGNORED =
      new OwnOutcome() {
        @Override
        public void installed() {}

        @Override
        public void failed(String reason) {}
      };

  @Test
  void shouldAbandonTheAcquireAndReleaseAtOnceWhateverTheAcquireAskedToWait() {
    reconciler.own(IGNORED);
    scheduler.run();
    CompletionStage<Void> released = reconciler.release();
    scheduler.run();
    assertThat(mover.calls).containsExactly("acquire", "abandon", "release");
    assertThat(released.toCompletableFuture()).isCompleted();
  }

  @Test
  void shouldAbandonNothingWhenNoAcquireIsUnderWay() {
    reconciler.own(IGNORED);
    scheduler.run();
    mover.acquire.complete(new VipOutcome.Held(false));
    scheduler.run();
    reconciler.release();
    scheduler.run();
    assertThat(mover.calls).containsExactly("acquire", "release");
  }

  @Test
  void shouldNotAbandonWhatIsOrderedAgain() {
    reconciler.own(IGNORED);
    scheduler.run();
    reconciler.own(IGNORED);
    scheduler.run();
    assertThat(mover.calls).containsExactly("acquire");
  }
}
