package io.mainstay.proxy.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.queue.Slots;
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
      assertThat(loops.state.most(0)).isEqualTo(2);
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
        free += loops.state.next(0) == 0 ? 1 : 0;
        LockSupport.parkNanos(10_000);
      }
      assertThat(loops.state.next(0)).isEqualTo(BackendState.FULL);
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
      int server = backend.next();
      if (server == BackendState.FULL) {
        ticket = backend.queue(this, BackendState.NOBODY);
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
    public void admitted(int server) {
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

  /** A limit that is not there costs nothing that loops share. */
  @Test
  void shouldNotCountWithoutALimit() {
    Slots slots = new Slots(false);
    for (int i = 0; i < 10; i++) {
      assertThat(slots.acquire(0)).isTrue();
    }
    slots.release();
    assertThat(slots.used()).isZero();
  }
}
