package io.mainstay.vrrp.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random hosts, networks and faults, and no invariant broken.
 *
 * <p>{@code -Dsimulation.seeds=N} plays N runs, {@code -Dsimulation.base=S} starts at seed S, and
 * {@code -Dsimulation.seed=S} plays one run with a long trace.
 */
class SimulationTest {
  private static final int FEW = 250;
  private static final int SHORT_TRACE = 60;
  private static final int LONG_TRACE = 3000;
  private static final int PROGRESS = 2000;

  @Test
  void shouldKeepEveryInvariantWhateverHappens() throws InterruptedException, ExecutionException {
    assumeTrue(System.getProperty("simulation.seed") == null, "one seed is replayed instead");
    long seeds = Long.getLong("simulation.seeds", Long.getLong("simulation.many", FEW));
    long base = Long.getLong("simulation.base", System.nanoTime() >>> 10);
    System.out.println("simulating " + seeds + " seeds from -Dsimulation.base=" + base);
    play(base, seeds);
  }

  /** Runs are independent, so each processor plays some; within a run there is one thread. */
  private static void play(long base, long seeds) throws InterruptedException, ExecutionException {
    int threads = seeds > FEW ? Runtime.getRuntime().availableProcessors() : 1;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    AtomicLong next = new AtomicLong();
    AtomicBoolean failed = new AtomicBoolean();
    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(executor.submit(() -> playSome(base, seeds, next, failed)));
    }
    executor.shutdown();
    for (Future<?> worker : workers) {
      worker.get();
    }
  }

  private static void playSome(long base, long seeds, AtomicLong next, AtomicBoolean failed) {
    long i = next.getAndIncrement();
    while (i < seeds && !failed.get()) {
      try {
        new RandomRun(base + i, SHORT_TRACE).play();
      } catch (InvariantViolation e) {
        failed.set(true);
        System.out.println("broken by run " + (i + 1) + " of " + seeds + "\n" + e.getMessage());
        throw e;
      }
      if ((i + 1) % PROGRESS == 0) {
        System.out.println((i + 1) + " of " + seeds + " seeds");
      }
      i = next.getAndIncrement();
    }
  }

  @Test
  void shouldReplayOneSeed() {
    Long seed = Long.getLong("simulation.seed");
    assumeTrue(seed != null, "-Dsimulation.seed=S replays a seed");
    assertThat(new RandomRun(seed, LONG_TRACE).play()).isNotZero();
  }

  /** I11: the same seed gives the same trace. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20_261_120, 0x5eed, -7})
  void shouldDoTheSameAgainWhenTheSeedIsTheSame(long seed) {
    long first = new RandomRun(seed, SHORT_TRACE).play();

    assertThat(new RandomRun(seed, SHORT_TRACE).play()).isEqualTo(first);
    assertThat(new RandomRun(seed + 1, SHORT_TRACE).play()).isNotEqualTo(first);
  }
}
