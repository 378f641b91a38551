package io.mainstay.benchmarks;

import io.mainstay.proxy.balance.Round;
import io.mainstay.proxy.balance.RoundRobin;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** What one pick costs when one event loop picks, and when several pick from the same backend. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ServerPickBenchmark {
  private final RoundRobin turns = new RoundRobin();
  private final Round equal = Round.of(1, 1, 1, 1, 1, 1, 1, 1);
  private final Round weighted = Round.of(5, 1, 1, 100, 3, 1, 20, 1);

  @Benchmark
  @Threads(1)
  public int alone() {
    return turns.next(equal);
  }

  @Benchmark
  @Threads(Threads.MAX)
  public int contended() {
    return turns.next(equal);
  }

  @Benchmark
  @Threads(Threads.MAX)
  public int contendedWithWeights() {
    return turns.next(weighted);
  }
}
