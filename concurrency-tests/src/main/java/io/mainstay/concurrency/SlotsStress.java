package io.mainstay.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.mainstay.proxy.queue.SharedCount;
import io.mainstay.proxy.queue.Slots;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A server's slots, which every event loop takes and gives back. */
public final class SlotsStress {
  private SlotsStress() {}

  private static int asInt(boolean taken) {
    return taken ? 1 : 0;
  }

  /** Two loops want the last slot. */
  @JCStressTest
  @Outcome(id = "1, 0, 1, 1", expect = ACCEPTABLE, desc = "the first loop has it")
  @Outcome(id = "0, 1, 1, 1", expect = ACCEPTABLE, desc = "the second loop has it")
  @State
  public static class OneIsLeft {
    private final Slots slots = new Slots();

    /** The first loop. */
    @Actor
    public void first(IIII_Result r) {
      r.r1 = asInt(slots.acquire(1));
    }

    /** The second loop. */
    @Actor
    public void second(IIII_Result r) {
      r.r2 = asInt(slots.acquire(1));
    }

    /** What is left of it. */
    @Arbiter
    public void end(IIII_Result r) {
      r.r3 = slots.used();
      r.r4 = slots.most();
    }
  }

  /** One loop gives the only slot back while another wants it. */
  @JCStressTest
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "it came in time")
  @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "it came too late")
  @State
  public static class OneComesBack {
    private final Slots slots = new Slots();

    /** With its only slot taken. */
    public OneComesBack() {
      slots.acquire(1);
    }

    /** Whoever has it. */
    @Actor
    public void giveBack() {
      slots.release();
    }

    /** Whoever wants it. */
    @Actor
    public void take(III_Result r) {
      r.r1 = asInt(slots.acquire(1));
    }

    /** What is left of it. */
    @Arbiter
    public void end(III_Result r) {
      r.r2 = slots.used();
      r.r3 = slots.most();
    }
  }

  /** The most that there were is what there was, and not what each loop saw. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "both at a time")
  @State
  public static class Most {
    private final SharedCount count = new SharedCount();

    /** The first loop. */
    @Actor
    public void first() {
      visit();
    }

    /** The second loop. */
    @Actor
    public void second() {
      visit();
    }

    private void visit() {
      if (count.incrementUpTo(2)) {
        count.decrement();
      }
    }

    /** What is left of it. */
    @Arbiter
    public void end(II_Result r) {
      r.r1 = count.get();
      r.r2 = count.most();
    }
  }
}
