package io.mainstay.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Traffic;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Statistics: one event loop counts, any thread reads, and no count ever goes back. */
@JCStressTest
@Outcome(
    id = {"0, 0, 2", "0, 1, 2", "0, 2, 2", "1, 1, 2", "1, 2, 2", "2, 2, 2"},
    expect = ACCEPTABLE,
    desc = "some of it, then more of it")
@State
public class CountersStress {
  private final Counters<Traffic> counters = new Counters<>(Traffic.class);

  /** The loop that counts. */
  @Actor
  public void count() {
    counters.increment(Traffic.REQUESTS);
    counters.increment(Traffic.REQUESTS);
  }

  /** Whoever takes a snapshot, twice. */
  @Actor
  public void read(III_Result r) {
    r.r1 = (int) counters.get(Traffic.REQUESTS);
    r.r2 = (int) counters.get(Traffic.REQUESTS);
  }

  /** The sum. */
  @Arbiter
  public void end(III_Result r) {
    r.r3 = (int) counters.get(Traffic.REQUESTS);
  }
}
