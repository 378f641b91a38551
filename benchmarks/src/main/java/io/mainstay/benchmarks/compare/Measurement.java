package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.load.ClientRun;
import io.mainstay.benchmarks.compare.load.LoadGenerator;
import io.mainstay.benchmarks.compare.load.Plan;
import io.mainstay.benchmarks.compare.load.Tally;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One peer under one load, once. */
final class Measurement {
  /** Connections open and caches fill before anything counts. */
  private static final long SETTLE_MILLIS = 300;

  /** What was freed after the last load is given back, or will not be. */
  private static final long IDLE_SETTLE_MILLIS = 2_000;

  private static final long CHURN_MILLIS = 250;

  private final LoadGenerator generator;
  private final Contestant one;
  private final Plan plan;
  private final ProcessTree proxy;

  Measurement(LoadGenerator generator, Contestant one, Plan plan) {
    this.generator = generator;
    this.one = one;
    this.plan = plan;
    this.proxy = one.process().tree();
  }

  /** The same load all the time; any error ends the comparison. */
  Sample steady(int seconds) throws IOException, InterruptedException {
    try (ClientRun run = begin()) {
      one.process().stand(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
      run.reset();
      Usage before = usage();
      one.process().stand(seconds, TimeUnit.SECONDS);
      Tally tally = run.tally();
      Sample sample = sample(before, usage(), tally, Double.NaN);
      requireRight(tally);
      return sample;
    }
  }

  /** Servers die and come back, one at a time, all the while; errors are counted. */
  Sample churn(int seconds) throws IOException, InterruptedException {
    int count = one.servers().addresses().size();
    try (ClientRun run = begin()) {
      one.process().stand(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
      run.reset();
      Usage before = usage();
      long end = before.atNanos() + TimeUnit.SECONDS.toNanos(seconds);
      for (int turn = 0; System.nanoTime() - end < 0; turn++) {
        one.servers().down(turn % count);
        one.process().stand(CHURN_MILLIS, TimeUnit.MILLISECONDS);
        one.servers().up(turn % count);
        one.process().stand(CHURN_MILLIS, TimeUnit.MILLISECONDS);
      }
      return sample(before, usage(), run.tally(), Double.NaN);
    }
  }

  /** Memory before and after many connections had one answer each and went silent. */
  Sample idle() throws IOException, InterruptedException {
    one.process().stand(IDLE_SETTLE_MILLIS, TimeUnit.MILLISECONDS);
    long residentBefore = proxy.residentBytes();
    Usage before = usage();
    try (ClientRun run = begin()) {
      Usage after = usage();
      one.process().stand(IDLE_SETTLE_MILLIS, TimeUnit.MILLISECONDS);
      Tally tally = run.tally();
      requireRight(tally);
      double perConnection = (double) (proxy.residentBytes() - residentBefore) / plan.connections();
      return sample(before, after, tally, perConnection);
    }
  }

  private ClientRun begin() throws IOException, InterruptedException {
    try {
      return generator.begin(plan);
    } catch (IOException e) {
      String wrong = one.servers().complaint();
      throw new IOException(
          one.peer().label()
              + ": "
              + (wrong.isEmpty() ? e.getMessage() : wrong)
              + " (it said: "
              + one.process().lastWords()
              + ")",
          e);
    }
  }

  private void requireRight(Tally tally) throws IOException {
    String complaint = one.servers().complaint();
    if (tally.errors() > 0 || !complaint.isEmpty()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %d errors; the first: %s (it said: %s)",
              one.peer().label(),
              tally.errors(),
              complaint.isEmpty() ? tally.firstError() : complaint,
              one.process().lastWords()));
    }
    if (tally.answers() == 0) {
      throw new IOException(one.peer().label() + " gave no answer");
    }
  }

  private Usage usage() {
    return new Usage(System.nanoTime(), proxy.cpuNanos(), ProcessTree.ownCpuNanos());
  }

  private Sample sample(Usage before, Usage after, Tally tally, double bytesPerIdleConnection) {
    double nanos = after.atNanos() - before.atNanos();
    Histogram latency = tally.latencyNanos();
    double generatorNanos = after.generatorNanos() - before.generatorNanos();
    return new Sample(
        tally.answers() * 1e9 / nanos,
        latency.getValueAtPercentile(50) / 1e3,
        latency.getValueAtPercentile(99) / 1e3,
        latency.getValueAtPercentile(99.9) / 1e3,
        (after.proxyNanos() - before.proxyNanos()) / 1e3 / tally.answers(),
        proxy.residentBytes(),
        tally.errors(),
        bytesPerIdleConnection,
        generatorNanos / 1e3 / tally.answers(),
        generatorNanos / nanos);
  }

  /** CPU time used so far. */
  private record Usage(long atNanos, long proxyNanos, long generatorNanos) {}
}
