package io.mainstay.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The hand-over of a slot to whoever waits for it: nobody waits beside a free one. */
public final class QueueStress {
  private QueueStress() {}

  /**
   * A request comes on the loop that owns the queue while the one before it ends on another.
   * Planted and found: a slot that is given back by a lazy write, which may become visible behind
   * the look who waits; no look for a free slot when a request joins.
   */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "it has the slot")
  @State
  public static class ComingAndGoing {
    private final Door door = new Door();

    /** The queue's owner. */
    @Actor
    public void come() {
      door.come();
      door.look();
    }

    /** The loop of the one that ends. */
    @Actor
    public void go() {
      door.go();
    }

    /** Behind both. */
    @Arbiter
    public void end(III_Result r) {
      door.end(r);
    }
  }

  /**
   * The owner looks for a free slot just when it becomes free. Planted and found: a request that is
   * counted behind the owner's look; a look into the line by a loop that does not own it.
   */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "who waited has the slot")
  @State
  public static class LookingAndGoing {
    private final Door door = new Door();

    /** With one in the owner's mailbox who waits. */
    public LookingAndGoing() {
      door.come();
    }

    /** The queue's owner. */
    @Actor
    public void look() {
      door.look();
    }

    /** The loop of the request that ends. */
    @Actor
    public void go() {
      door.go();
    }

    /** Behind both. */
    @Arbiter
    public void end(III_Result r) {
      door.end(r);
    }
  }

  /**
   * Who waits gives up just when a request ends on the loop that owns the queue. Planted and found:
   * leaving the line on the own loop; a place that is given up twice.
   */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "it was let in; its loop gives the slot on")
  @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "it was gone, and the slot is free")
  @State
  public static class LeavingAndGoing {
    private final Door door = new Door();

    /** With one in the line who waits. */
    public LeavingAndGoing() {
      door.come();
      door.look();
    }

    /** The loop of the one that waits. */
    @Actor
    public void leave() {
      door.leave();
    }

    /** The queue's owner. */
    @Actor
    public void go() {
      door.go();
      door.look();
    }

    /** Behind both. */
    @Arbiter
    public void end(III_Result r) {
      door.end(r);
    }
  }
}
