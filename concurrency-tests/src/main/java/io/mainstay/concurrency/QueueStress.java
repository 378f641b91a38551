package io.mainstay.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.mainstay.concurrency.Door.Waiter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/** The hand-over of a slot to whoever waits for it: nobody waits beside a free one. */
public final class QueueStress {
  private QueueStress() {}

  /** A request comes on one loop while the one before it ends on another. */
  @JCStressTest
  @Outcome(id = "1, 0, 1, 0", expect = ACCEPTABLE, desc = "it found the slot free")
  @Outcome(id = "0, 1, 1, 0", expect = ACCEPTABLE, desc = "it waited, and was let in")
  @State
  public static class ComingAndGoing {
    private final Door door = new Door();
    private final Waiter waiter = new Waiter();

    /** With the only slot taken. */
    public ComingAndGoing() {
      door.slots.acquire(1);
    }

    /** The loop of the request that comes. */
    @Actor
    public void come(IIII_Result r) {
      r.r1 = door.come(waiter) ? 1 : 0;
    }

    /** The loop of the one that ends. */
    @Actor
    public void go() {
      door.go();
    }

    /** The queue's owner does what is left to be done. */
    @Arbiter
    public void end(IIII_Result r) {
      door.owner.drain();
      r.r2 = waiter.admitted;
      r.r3 = door.slots.used();
      r.r4 = door.queue.current();
    }
  }

  /** The owner looks for a free slot just when it becomes free. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "who waited has the slot")
  @State
  public static class LookingAndGoing {
    private final Door door = new Door();
    private final Waiter waiter = new Waiter();

    /** With the only slot taken, and one in the owner's mailbox who waits for it. */
    public LookingAndGoing() {
      door.slots.acquire(1);
      door.come(waiter);
    }

    /** The queue's owner. */
    @Actor
    public void look() {
      door.owner.drain();
    }

    /** The loop of the request that ends. */
    @Actor
    public void go() {
      door.go();
    }

    /** The queue's owner does what is left to be done. */
    @Arbiter
    public void end(III_Result r) {
      door.owner.drain();
      r.r1 = waiter.admitted;
      r.r2 = door.slots.used();
      r.r3 = door.queue.current();
    }
  }

  /** Who waits gives up just when a slot becomes free. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "it was let in; its loop gives the slot on")
  @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "it was gone, and the slot is free")
  @State
  public static class LeavingAndGoing {
    private final Door door = new Door();
    private final Waiter waiter = new Waiter();

    /** With the only slot taken, and one in the line who waits for it. */
    public LeavingAndGoing() {
      door.slots.acquire(1);
      door.come(waiter);
      door.owner.drain();
    }

    /** The loop of the one that waits. */
    @Actor
    public void leave() {
      door.queue.leave(waiter);
    }

    /** The loop of the request that ends. */
    @Actor
    public void go() {
      door.go();
    }

    /** The queue's owner does what is left to be done. */
    @Arbiter
    public void end(III_Result r) {
      door.owner.drain();
      r.r1 = waiter.admitted;
      r.r2 = door.slots.used();
      r.r3 = door.queue.current();
    }
  }

  /** A request comes to wait for a server just when that is removed. */
  @JCStressTest
  @Outcome(id = "1, 1, 0, 0", expect = ACCEPTABLE, desc = "another server has it")
  @State
  public static class WaitingAndRemoving {
    private final Door door = new Door();
    private final Waiter waiter = new Waiter();

    /** With the only slot taken. */
    public WaitingAndRemoving() {
      door.slots.acquire(1);
    }

    /** The loop of the request. */
    @Actor
    public void waitForIt() {
      door.waitFor(waiter);
    }

    /** Whoever removes the server; the queue's owner runs meanwhile. */
    @Actor
    public void remove() {
      door.remove();
      door.owner.drain();
    }

    /** The queue's owner does what is left to be done. */
    @Arbiter
    public void end(IIII_Result r) {
      door.owner.drain();
      r.r1 = waiter.admitted;
      r.r2 = waiter.to == door.other ? 1 : 0;
      r.r3 = door.queue.current();
      r.r4 = door.room.waiting();
    }
  }
}
