package io.mainstay.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Traffic;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/**
 * Statistics: one event loop counts, any thread reads. Planted and found: plain reads in {@link
 * Counters}, which a compiler may make once for all.
 */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "who reads sees what was counted")
@Outcome(id = "STALE", expect = FORBIDDEN, desc = "who reads never sees it")
@State
public class CountersStress {
  private final Counters<Traffic> counters = new Counters<>(Traffic.class);

  /** Whoever waits for a count. */
  @Actor
  public void read() {
    while (counters.get(Traffic.REQUESTS) == 0) {
      // A read that is allowed to be old may be the last one.
    }
  }

  /** The loop that counts. */
  @Signal
  public void count() {
    counters.increment(Traffic.REQUESTS);
  }
}
