package io.mainstay.proxy.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many event loops at one server: nobody is forgotten and nobody is one too many. */
class BackendQueueTest {
  private static final int LOOPS = 4;
  private static final int EACH = 3_000;

  @RepeatedTest(3)
  void shouldServeEveryoneAndNeverTooManyWhenLoopsContend() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger mostRunning = new AtomicInteger();
    CountDownLatch served = new CountDownLatch(LOOPS * EACH);
    try (LoopsOfOneBackend loops = new LoopsOfOneBackend(LOOPS, 2)) {
      for (LoopContext loop : loops.contexts) {
        for (int i = 0; i < EACH; i++) {
          loop.eventLoop.execute(
              () ->
                  new Visit(loop.backends[0])
                      .begin(
                          () -> mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max),
                          () -> {
                            running.decrementAndGet();
                            served.countDown();
                          }));
        }
      }
      assertThat(served.await(30, TimeUnit.SECONDS)).as("left: " + served.getCount()).isTrue();
      assertThat(mostRunning.get()).isEqualTo(2);
      assertThat(server(loops).slots.most()).isEqualTo(2);
      assertThat(loops.state.queue.current()).isZero();
    }
  }

  /**
   * Whoever leaves may be admitted at the same moment on another thread; no slot is lost with it.
   */
  @RepeatedTest(3)
  void shouldLoseNoSlotWhenWaitersLeaveWhileTheyAreAdmitted() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(LOOPS * EACH);
    try (LoopsOfOneBackend loops = new LoopsOfOneBackend(LOOPS, 2)) {
      for (LoopContext loop : loops.contexts) {
        for (int i = 0; i < EACH; i++) {
          boolean impatient = i % 2 == 0;
          loop.eventLoop.execute(
              () -> {
                Visit visit = new Visit(loop.backends[0]);
                visit.begin(() -> {}, over::countDown);
                if (impatient) {
                  loop.eventLoop.execute(() -> visit.leave(over::countDown));
                }
              });
        }
      }
      assertThat(over.await(30, TimeUnit.SECONDS)).as("left: " + over.getCount()).isTrue();
      long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      int free = 0;
      while (free < 2) {
        assertThat(deadlineNanos - System.nanoTime()).as("%s slots free", free).isPositive();
        free += loops.state.roster().next(0) != null ? 1 : 0;
        LockSupport.parkNanos(10_000);
      }
      assertThat(loops.state.roster().next(0)).isNull();
      assertThat(server(loops).slots.used()).isEqualTo(2);
      assertThat(loops.state.queue.current()).isZero();
    }
  }

  /** Takes a slot or waits for one, and gives it back in the loop's next round. */
  private static final class Visit implements Ticket.Holder {
    private final BackendLoop backend;
    private Runnable began = () -> {};
    private Runnable ended = () -> {};
    private @Nullable Ticket ticket;

    Visit(BackendLoop backend) {
      this.backend = backend;
    }

    void begin(Runnable onBegin, Runnable onEnd) {
      began = onBegin;
      ended = onEnd;
      SharedServer server = backend.state.roster().next(0);
      if (server == null) {
        ticket = backend.queue(this, List.of());
        assertThat(ticket).isNotNull();
      } else {
        admitted(server);
      }
    }

    void leave(Runnable onLeave) {
      Ticket waiting = ticket;
      if (waiting != null) {
        ticket = null;
        waiting.abandon();
        onLeave.run();
      }
    }

    @Override
    public void admitted(SharedServer server) {
      ticket = null;
      began.run();
      backend.loop.eventLoop.execute(
          () -> {
            ended.run();
            backend.state.release(server);
          });
    }

    @Override
    public void refused() {
      throw new AssertionError("refused");
    }

    @Override
    public void waitedTooLong() {
      throw new AssertionError("too long");
    }
  }

  private static SharedServer server(LoopsOfOneBackend loops) {
    return loops.state.roster().servers().get(0);
  }

  /** A limit that is not there costs nothing that loops share. */
  @Test
  void shouldNotCountWithoutALimit() {
    try (LoopsOfOneBackend loops = new LoopsOfOneBackend(1, 0)) {
      Roster roster = loops.state.roster();
      for (int i = 0; i < 10; i++) {
        assertThat(roster.next(i)).isSameAs(server(loops));
      }
      assertThat(roster.counts(server(loops))).isFalse();
      assertThat(server(loops).slots.used()).isZero();
    }
  }
}
