package io.mainstay.benchmarks;

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
  private final RoundRobin equal = new RoundRobin(new int[] {1, 1, 1, 1, 1, 1, 1, 1});
  private final RoundRobin weighted = new RoundRobin(new int[] {5, 1, 1, 100, 3, 1, 20, 1});

  @Benchmark
  @Threads(1)
  public int alone() {
    return equal.next();
  }

  @Benchmark
  @Threads(Threads.MAX)
  public int contended() {
    return equal.next();
  }

  @Benchmark
  @Threads(Threads.MAX)
  public int contendedWithWeights() {
    return weighted.next();
  }
}
