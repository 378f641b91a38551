package io.mainstay.vip.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@link VipMoverTck}, and those of movers that depend on somebody's answer. The
 * world's {@link MoverWorld#deadline()} must be longer than the mover's own.
 */
public abstract class RemoteVipMoverTck extends VipMoverTck {
  private RemoteMoverWorld remote;
  private VipMover mover;
  private boolean hanging;

  @Override
  protected abstract RemoteMoverWorld world() throws Exception;

  @BeforeEach
  void beginRemote() throws Exception {
    remote = (RemoteMoverWorld) world;
    mover = start();
  }

  @AfterEach
  void endHanging() throws Exception {
    resume();
  }

  private void hang() throws Exception {
    remote.hang();
    hanging = true;
  }

  private void resume() throws Exception {
    if (hanging) {
      hanging = false;
      remote.resume();
    }
  }

  /** The election goes on meanwhile, and the reconciler gives up in time. */
  @Test
  @DisplayName("VM21 an acquire that nobody answers fails within its deadline")
  void shouldFailAnAcquireThatNobodyAnswers() throws Exception {
    hang();
    VipOutcome outcome = asking.answer(mover.acquire(address));
    assertInstanceOf(VipOutcome.Failed.class, outcome);
  }

  /** Released without an answer would be a guess, and two owners the price. */
  @Test
  @DisplayName("VM22 a release that nobody answers fails within its deadline")
  void shouldFailAReleaseThatNobodyAnswers() throws Exception {
    asking.acquire(mover, address);
    hang();
    VipOutcome outcome = asking.answer(mover.release(address));
    assertInstanceOf(VipOutcome.Failed.class, outcome);
  }

  /** Not to know is an answer of its own: Absent would have a master acquire for nothing. */
  @Test
  @DisplayName("VM23 an inspect that nobody answers says Unknown within its deadline")
  void shouldSayUnknownWhenNobodyAnswers() throws Exception {
    asking.acquire(mover, address);
    hang();
    VipHolder holder = asking.answer(mover.inspect(address));
    assertInstanceOf(VipHolder.Unknown.class, holder);
  }

  /** One thread drives the movers of all routers; a call that waits would stop them all. */
  @Test
  @DisplayName("VM24 calls return at once while nobody answers")
  void shouldReturnAtOnce() throws Exception {
    hang();
    assertReturnsAtOnce(() -> mover.acquire(address));
    assertReturnsAtOnce(() -> mover.inspect(address));
    assertReturnsAtOnce(() -> mover.release(address));
  }

  /** A call. */
  private interface Call {
    CompletionStage<?> make();
  }

  private void assertReturnsAtOnce(Call call) {
    long startNanos = System.nanoTime();
    CompletionStage<?> stage = call.make();
    boolean ended = stage.toCompletableFuture().isDone();
    long tookNanos = System.nanoTime() - startNanos;
    assertFalse(
        ended && tookNanos > remote.deadline().toNanos() / 10,
        () -> "the call itself took " + tookNanos / 1_000_000 + " ms to fail");
  }

  /** What failed is asked for again, and nothing may stand in its way. */
  @Test
  @DisplayName("VM25 a mover works again as soon as it is answered again")
  void shouldWorkAgain() throws Exception {
    hang();
    asking.answer(mover.acquire(address));
    resume();
    asking.acquire(mover, address);
    hang();
    asking.answer(mover.release(address));
    resume();
    asking.release(mover, address);
    asking.assertTruthful(mover, address);
  }

  /** The address is here and nobody said so: the mover looks, or the release takes it away. */
  @Test
  @DisplayName("VM26 after an acquire whose answer is lost inspect is true and release releases")
  void shouldReleaseAfterTheAnswerToAnAcquireIsLost() throws Exception {
    remote.loseNextAnswer();
    VipOutcome outcome = asking.answer(mover.acquire(address));
    assertFalse(outcome instanceof VipOutcome.Refused, "it can be tried again: " + outcome);
    asking.assertTruthful(mover, address);
    asking.release(mover, address);
    asking.assertTruthful(mover, address);
  }

  /** The second release finds nothing to do, and that is success. */
  @Test
  @DisplayName("VM27 after a release whose answer is lost another release answers Released")
  void shouldReleaseAgainAfterTheAnswerToAReleaseIsLost() throws Exception {
    asking.acquire(mover, address);
    remote.loseNextAnswer();
    VipOutcome outcome = asking.answer(mover.release(address));
    assertFalse(outcome instanceof VipOutcome.Refused, "it can be tried again: " + outcome);
    asking.release(mover, address);
    asking.assertTruthful(mover, address);
  }

  /** A demoted node that takes the address from the new master makes the outage it should end. */
  @Test
  @DisplayName("VM28 release never takes the address from another node")
  void shouldNotTakeTheAddressFromAnother() throws Exception {
    asking.acquire(mover, address);
    remote.giveAway(address);
    asking.assertTruthful(mover, address);
    asking.release(mover, address);
    assertTrue(remote.anotherHas(address), "release took the address from its new owner");
    VipHolder holder = asking.answer(mover.inspect(address));
    assertFalse(holder instanceof VipHolder.Here, "inspect says " + holder);
  }

  /** Whether a mover takes an address over or waits for its owner to let go is its own affair. */
  @Test
  @DisplayName("VM29 acquire answers Held only when another's address has really come here")
  void shouldTellTheTruthOfAnAddressThatAnotherHas() throws Exception {
    remote.giveAway(address);
    VipOutcome outcome = asking.answer(mover.acquire(address));
    assertEquals(remote.has(address), outcome instanceof VipOutcome.Held, "answered " + outcome);
    if (outcome instanceof VipOutcome.Held) {
      assertFalse(remote.anotherHas(address), "now two nodes have the address");
    }
  }

  /** A node can be stopped during the outage of its cloud. */
  @Test
  @DisplayName("VM30 a mover can be closed while nobody answers, and what is under way ends")
  void shouldCloseWhileNobodyAnswers() throws Exception {
    hang();
    CompletionStage<VipOutcome> stage = mover.acquire(address);
    long startNanos = System.nanoTime();
    mover.close();
    long tookNanos = System.nanoTime() - startNanos;
    assertTrue(tookNanos < remote.deadline().toNanos(), "close took " + tookNanos + " ns");
    asking.answer(stage);
  }
}
