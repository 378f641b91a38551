package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpVersion;
import java.util.List;

/**
 * One run from one seed: a setup, faults for a while, the time to recover, calm, and a take-over.
 */
final class RandomRun {
  private static final long MILLI_NANOS = 1_000_000L;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int SETTLING_INTERVALS = 6;
  private static final int CALM_INTERVALS = 15;

  /** With faults; and up to twice as many more. */
  private static final int INTERVALS = 20;

  private static final int SHORT_INTERVALS = 5;

  private final long seed;
  private final SimLan lan;
  private final RandomSetup setup;

  RandomRun(long seed, int traceLines) {
    this.seed = seed;
    lan = new SimLan(seed, traceLines);
    setup = new RandomSetup(lan);
  }

  /**
   * Plays it.
   *
   * @return a hash of all that happened
   * @throws InvariantViolation when an invariant does not hold; the message says how to see it
   *     again
   */
  long play() {
    try {
      setup.build();
      playPhases();
      return lan.trace().hash();
    } catch (RuntimeException | AssertionError e) {
      InvariantViolation violation =
          new InvariantViolation(
              e.getMessage()
                  + "seed "
                  + seed
                  + ":\n"
                  + setup
                  + "commit "
                  + Commit.describe()
                  + "\nreplay: mvn -pl vrrp-core -am verify -Psimulation -Dsimulation.seed="
                  + seed);
      violation.initCause(e);
      throw violation;
    }
  }

  private void playPhases() {
    long unit = setup.longestIntervalNanos();
    Nemesis nemesis = new Nemesis(lan, unit);
    lan.runUntil(lan.nowNanos() + lan.random().nextLong(SETTLING_INTERVALS * unit));
    int intervals = setup.isLong() ? SHORT_INTERVALS : INTERVALS;
    long end = lan.nowNanos() + (intervals + lan.random().nextInt(2 * intervals)) * unit;
    nemesis.plan(end);
    lan.runUntil(end);
    nemesis.mendAll();
    lan.runUntil(lan.nowNanos() + unit);
    nemesis.leaveScars();
    recover();
    lan.invariants().settled();
    if (spareNanos() > 0) {
      lan.networks().forEach(network -> network.lose(0.4, 2));
    }
    lan.runUntil(lan.nowNanos() + (setup.isLong() ? SHORT_INTERVALS : CALM_INTERVALS) * unit);
    lan.invariants().unsettled();
    new TakeOverTrial(lan).play();
  }

  /** Runs until the last consequence of a fault, and as much longer as I1 allows. */
  private void recover() {
    long bound =
        electionNanos() + 2 * lan.maxDelayNanos() + slownessNanos() + setup.longestDelaysNanos();
    // An installer that failed while things went wrong is tried again later.
    while (lan.nowNanos() < lan.disturbedUntilNanos()) {
      lan.runUntil(lan.disturbedUntilNanos());
    }
    lan.runUntil(lan.nowNanos() + bound + bound / 100 + 10 * MILLI_NANOS);
  }

  /** The longest Active_Down_Interval of any router, and as long as one may listen once more. */
  private long electionNanos() {
    long longest = 0;
    for (List<SimRouter> group : lan.groups().values()) {
      for (SimRouter router : group) {
        longest = Math.max(longest, 4 * setup.longestIntervalNanos() + 2 * skewNanos(router));
      }
    }
    return longest;
  }

  private long skewNanos(SimRouter router) {
    boolean v2 = router.config().version() == VrrpVersion.V2;
    long unit = v2 ? SECOND_NANOS : setup.longestIntervalNanos();
    return (256 - router.priority()) * unit / 256;
  }

  /** How long the slowest installer takes to let go. */
  private long slownessNanos() {
    return lan.groups().values().stream()
        .flatMap(List::stream)
        .mapToLong(router -> router.mover().slownessNanos())
        .max()
        .orElse(0);
  }

  /** What the smallest skew leaves when a third advertisement comes as late as it may. */
  private long spareNanos() {
    long smallest = Long.MAX_VALUE;
    for (List<SimRouter> group : lan.groups().values()) {
      for (SimRouter router : group) {
        smallest = Math.min(smallest, router.skewNanos());
      }
    }
    long drift = setup.longestIntervalNanos() / 200;
    return smallest - lan.maxDelayNanos() - 10 * lan.maxLatencyNanos() - drift;
  }
}
