package io.mainstay.vip.tck;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every mover keeps. Extend it, give it a world, and each rule is a test:
 *
 * <pre>{@code
 * class AcmeMoverTest extends VipMoverTck {
 *   protected MoverWorld world() {
 *     return new AcmeWorld();
 *   }
 * }
 * }</pre>
 *
 * <p>A rule is broken when an assertion fails; its number stands in the test's name. Where a rule
 * needs an address to be here, a failed operation is asked for again after the time it asks for.
 */
public abstract class VipMoverTck {
  private static final int CALLERS = 4;
  private static final int CALLS = 5;
  private static final int WARM_UP = 3;
  private static final int LIVES = 12;

  private final List<VipMover> movers = new ArrayList<>();
  MoverWorld world;
  Asking asking;
  VirtualAddress address;
  private VirtualAddress other;

  /** Makes the world of one rule. */
  protected abstract MoverWorld world() throws Exception;

  @BeforeEach
  void begin() throws Exception {
    world = world();
    asking = new Asking(world);
    address = world.addresses().get(0);
    other = world.addresses().get(1);
  }

  @AfterEach
  void end() throws Exception {
    movers.forEach(VipMover::close);
    if (world != null) {
      world.end();
    }
  }

  /** A mover that is closed after the rule. */
  final VipMover start() throws Exception {
    VipMover mover = world.start();
    movers.add(mover);
    return mover;
  }

  /** The answer is {@link VipOutcome.Held} only once the address is really here. */
  @Test
  @DisplayName("VM01 acquire brings the address here")
  void shouldBringTheAddressHere() throws Exception {
    VipOutcome.Held held = asking.acquire(start(), address);
    assertFalse(held.already(), "it was not here before");
  }

  /** A reconciler asks again after a lost answer and when it renews: nothing must come of it. */
  @Test
  @DisplayName("VM02 to acquire what is held answers that it was held already")
  void shouldAcquireWhatIsHeld() throws Exception {
    VipMover mover = start();
    asking.acquire(mover, address);
    for (int i = 0; i < CALLS; i++) {
      assertTrue(asking.acquire(mover, address).already(), "it was here before");
    }
  }

  /** Two hosts with one address is the worst that can happen, so Released must be true. */
  @Test
  @DisplayName("VM03 release takes the address away from here")
  void shouldTakeTheAddressAway() throws Exception {
    VipMover mover = start();
    asking.acquire(mover, address);
    asking.release(mover, address);
    asking.acquire(mover, address);
    asking.release(mover, address);
  }

  /** The node that starts does not know what an earlier life left, and releases to be sure. */
  @Test
  @DisplayName("VM04 to release what is not held answers Released")
  void shouldReleaseWhatIsNotHeld() throws Exception {
    VipMover mover = start();
    asking.release(mover, address);
    asking.release(mover, address);
    asking.acquire(mover, address);
    asking.release(mover, address);
    asking.release(mover, address);
  }

  /** What is looked at decides whether an address is acquired again. */
  @Test
  @DisplayName("VM05 inspect tells the truth and changes nothing")
  void shouldInspectTruthfully() throws Exception {
    VipMover mover = start();
    asking.assertTruthful(mover, address);
    asking.assertTruthful(mover, address);
    asking.acquire(mover, address);
    asking.assertTruthful(mover, address);
    asking.assertTruthful(mover, address);
    asking.release(mover, address);
    asking.assertTruthful(mover, address);
  }

  /** Other programs and people change addresses too; memory is no witness. */
  @Test
  @DisplayName("VM06 an address that someone took away is seen missing, and comes back")
  void shouldSeeThatSomeoneTookTheAddressAway() throws Exception {
    VipMover mover = start();
    asking.acquire(mover, address);
    world.takeAway(address);
    asking.assertTruthful(mover, address);
    assertFalse(asking.acquire(mover, address).already(), "it had been taken away");
    world.takeAway(address);
    asking.release(mover, address);
  }

  /** A router has several addresses, and they fail one by one. */
  @Test
  @DisplayName("VM07 what is done with one address leaves the others alone")
  void shouldMoveAddressesIndependently() throws Exception {
    VipMover mover = start();
    asking.acquire(mover, address);
    assertFalse(world.has(other), "only the first was acquired");
    asking.acquire(mover, other);
    asking.release(mover, address);
    assertTrue(world.has(other), "only the first was released");
    asking.assertTruthful(mover, other);
  }

  /** One mover serves all addresses of a router, and status is asked from other threads. */
  @Test
  @DisplayName("VM08 concurrent calls are all answered, and each for its own question")
  void shouldAnswerConcurrentCalls() throws Exception {
    VipMover mover = start();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<Void>> ends = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        VirtualAddress mine = i % 2 == 0 ? address : other;
        Callable<Void> caller = () -> call(mover, mine);
        ends.add(callers.submit(caller));
      }
      for (Future<Void> end : ends) {
        end.get();
      }
    } finally {
      callers.shutdownNow();
    }
    asking.acquire(mover, address);
    asking.release(mover, other);
  }

  private Void call(VipMover mover, VirtualAddress mine) throws Exception {
    for (int i = 0; i < CALLS; i++) {
      VipOutcome acquired = asking.answer(mover.acquire(mine), CALLERS);
      assertFalse(acquired instanceof VipOutcome.Released, "acquire answered Released");
      asking.answer(mover.inspect(mine), CALLERS);
      VipOutcome released = asking.answer(mover.release(mine), CALLERS);
      assertFalse(released instanceof VipOutcome.Held, "release answered " + released);
    }
    return null;
  }

  /** A reconciler serialises, others may not; the mover must stay whole. */
  @Test
  @DisplayName("VM09 overlapping operations on one address all end, and leave it in one place")
  void shouldEndOverlappingOperations() throws Exception {
    VipMover mover = start();
    List<CompletionStage<VipOutcome>> stages = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      stages.add(mover.acquire(address));
      stages.add(mover.release(address));
    }
    for (CompletionStage<VipOutcome> stage : stages) {
      asking.answer(stage, stages.size());
    }
    asking.assertTruthful(mover, address);
    asking.acquire(mover, address);
    asking.release(mover, address);
  }

  /** The next process knows nothing of the last one, and the world may remember it. */
  @Test
  @DisplayName("VM10 after a crash a new mover sees what is here and can acquire it")
  void shouldAcquireAfterACrash() throws Exception {
    VipMover first = start();
    asking.acquire(first, address);
    world.crash(first);
    VipMover second = start();
    asking.assertTruthful(second, address);
    asking.acquire(second, address);
    asking.assertTruthful(second, address);
  }

  /** What a dead process left is the new one's to clear up. */
  @Test
  @DisplayName("VM11 after a crash a new mover can release what the old one held")
  void shouldReleaseAfterACrash() throws Exception {
    VipMover first = start();
    asking.acquire(first, address);
    world.crash(first);
    VipMover second = start();
    asking.release(second, address);
    asking.assertTruthful(second, address);
  }

  /** Half an acquire is the hardest thing to clear up. */
  @Test
  @DisplayName("VM12 after a crash in the middle of an acquire a new mover can release")
  void shouldReleaseAfterACrashDuringAnAcquire() throws Exception {
    VipMover first = start();
    CompletionStage<VipOutcome> never = first.acquire(address);
    world.crash(first);
    asking.answer(never.handle((outcome, failure) -> true));
    VipMover second = start();
    asking.release(second, address);
    asking.assertTruthful(second, address);
  }

  /** A node that stops must not take an address on its way out. */
  @Test
  @DisplayName("VM13 a closed mover answers, changes nothing, and can be closed again")
  void shouldChangeNothingWhenClosed() throws Exception {
    VipMover mover = start();
    mover.close();
    mover.close();
    VipOutcome outcome = asking.answer(mover.acquire(address));
    assertFalse(outcome instanceof VipOutcome.Held, "acquire answered " + outcome);
    assertFalse(world.has(address), "a closed mover acquired the address");
    VipHolder holder = asking.answer(mover.inspect(address));
    assertFalse(holder instanceof VipHolder.Here, "inspect answered " + holder);
  }

  /** Whoever waits for a stage must not wait for ever. */
  @Test
  @DisplayName("VM14 what is under way when the mover is closed still ends")
  void shouldEndWhatIsUnderWayWhenClosed() throws Exception {
    VipMover mover = start();
    CompletionStage<VipOutcome> first = mover.acquire(address);
    CompletionStage<VipOutcome> second = mover.acquire(other);
    mover.close();
    asking.answer(first);
    asking.answer(second, 2);
  }

  /** Whoever hears an answer may ask at once, on whatever thread the answer came. */
  @Test
  @DisplayName("VM15 the mover can be asked again from an answer's own thread")
  void shouldBeAskedAgainFromAnAnswer() throws Exception {
    VipMover mover = start();
    CompletionStage<VipOutcome> stage =
        mover
            .acquire(address)
            .thenCompose(acquired -> mover.inspect(address))
            .thenCompose(inspected -> mover.release(address));
    assertInstanceOf(VipOutcome.Released.class, asking.answer(stage, CALLERS));
    assertFalse(world.has(address), "released");
  }

  /** Nodes run for years, and movers come and go with every change of the configuration. */
  @Test
  @DisplayName("VM16 a closed mover gives back its threads and descriptors")
  void shouldGiveBackThreadsAndDescriptors() throws Exception {
    live(WARM_UP);
    OpenResources before = OpenResources.now();
    live(LIVES);
    boolean givenBack = before.awaitFewerThan(LIVES / 2, world.deadline());
    assertTrue(givenBack, () -> "after " + LIVES + " movers " + OpenResources.now() + before);
  }

  private void live(int lives) throws Exception {
    for (int i = 0; i < lives; i++) {
      VipMover mover = world.start();
      try {
        asking.acquire(mover, address);
        asking.assertTruthful(mover, address);
        asking.release(mover, address);
      } finally {
        mover.close();
      }
    }
  }
}
