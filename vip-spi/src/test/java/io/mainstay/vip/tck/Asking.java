package io.mainstay.vip.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks movers in a world and judges the form of every answer. */
final class Asking {
  /** For how many deadlines a failed operation is asked for again. */
  private static final int PATIENCE = 3;

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

  private final MoverWorld world;

  Asking(MoverWorld world) {
    this.world = world;
  }

  /** The answer, which must come within so many deadlines. */
  <T> T answer(CompletionStage<T> stage, int deadlines) throws Exception {
    assertNotNull(stage, "the mover returned no stage");
    long millis = world.deadline().toMillis() * deadlines;
    try {
      T answer = stage.toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
      assertNotNull(answer, "the stage completed with null");
      assertSayable(answer);
      return answer;
    } catch (TimeoutException e) {
      return fail("not complete within " + millis + " ms", e);
    } catch (ExecutionException e) {
      return fail("faults of the world are values, but the stage completed with a failure", e);
    }
  }

  <T> T answer(CompletionStage<T> stage) throws Exception {
    return answer(stage, 1);
  }

  /** What an operator will read, and what the reconciler will wait. */
  private static void assertSayable(Object answer) {
    String reason = "no reason is needed";
    if (answer instanceof VipOutcome.Failed failed) {
      reason = failed.reason();
      assertFalse(failed.retryAfter().isNegative(), "retryAfter is negative: " + failed);
    } else if (answer instanceof VipOutcome.Refused refused) {
      reason = refused.reason();
    } else if (answer instanceof VipHolder.Unknown unknown) {
      reason = unknown.reason();
    } else if (answer instanceof VipHolder.Elsewhere elsewhere) {
      reason = elsewhere.owner();
    }
    assertFalse(reason.isBlank(), "says nothing to the operator: " + answer);
  }

  /** Acquires, again after failures, and makes sure that the address is here. */
  VipOutcome.Held acquire(VipMover mover, VirtualAddress address) throws Exception {
    VipOutcome outcome = settled(() -> mover.acquire(address));
    VipOutcome.Held held = assertInstanceOf(VipOutcome.Held.class, outcome);
    assertTrue(world.has(address), "answered " + held + ", but the address is not here");
    return held;
  }

  /** Releases, again after failures, and makes sure that the address is not here. */
  void release(VipMover mover, VirtualAddress address) throws Exception {
    VipOutcome outcome = settled(() -> mover.release(address));
    assertInstanceOf(VipOutcome.Released.class, outcome);
    assertFalse(world.has(address), "answered Released, but the address is still here");
  }

  private VipOutcome settled(Supplier<CompletionStage<VipOutcome>> operation) throws Exception {
    long endNanos = System.nanoTime() + PATIENCE * world.deadline().toNanos();
    while (true) {
      VipOutcome outcome = answer(operation.get());
      long leftNanos = endNanos - System.nanoTime();
      if (!(outcome instanceof VipOutcome.Failed failed) || leftNanos <= 0) {
        return outcome;
      }
      long askedNanos = Math.max(failed.retryAfter().toNanos(), SHORTEST_WAIT.toNanos());
      LockSupport.parkNanos(this, Math.min(askedNanos, leftNanos));
    }
  }

  /** Makes sure that the mover sees where the address is. */
  void assertTruthful(VipMover mover, VirtualAddress address) throws Exception {
    VipHolder holder = answer(mover.inspect(address));
    assertFalse(holder instanceof VipHolder.Unknown, "in a world that answers: " + holder);
    boolean here = holder instanceof VipHolder.Here;
    assertEquals(world.has(address), here, "inspect says " + holder + "; this host has it:");
  }
}
