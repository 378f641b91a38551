package io.mainstay.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.mainstay.proxy.queue.Slots;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A server's slots, which every event loop takes and gives back. */
public final class SlotsStress {
  private static final int LIMIT = 2;

  private SlotsStress() {}

  /**
   * Two loops want three slots, and there are two. Planted and found in {@link
   * io.mainstay.proxy.queue.SharedCount}: a look at the limit before a separate write; an addition
   * that is taken back where it was too much; a maximum that is written behind the count.
   */
  @JCStressTest
  @Outcome(id = "2, 0, 2, 2", expect = ACCEPTABLE, desc = "the first loop has both")
  @Outcome(id = "1, 1, 2, 2", expect = ACCEPTABLE, desc = "each has one")
  @State
  public static class TooFew {
    private final Slots slots = new Slots(true);

    private int acquire() {
      return slots.acquire(LIMIT) ? 1 : 0;
    }

    /** The first loop. */
    @Actor
    public void first(IIII_Result r) {
      r.r1 = acquire() + acquire();
    }

    /** The second loop. */
    @Actor
    public void second(IIII_Result r) {
      r.r2 = acquire();
    }

    /** How many are taken, and the most that were. */
    @Arbiter
    public void end(IIII_Result r) {
      r.r3 = slots.used();
      r.r4 = slots.most();
    }
  }

  /**
   * One loop gives a slot back while another takes one. Planted and found: a decrement in two
   * steps.
   */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both at a time")
  @State
  public static class ComingAndGoing {
    private final Slots slots = new Slots(true);

    /** With one taken. */
    public ComingAndGoing() {
      slots.acquire(LIMIT);
    }

    /** The loop that takes one. */
    @Actor
    public void come() {
      slots.acquire(LIMIT);
    }

    /** The loop that gives one back. */
    @Actor
    public void go() {
      slots.release();
    }

    /** How many are taken, and the most that were. */
    @Arbiter
    public void end(II_Result r) {
      r.r1 = slots.used();
      r.r2 = slots.most();
    }
  }
}
