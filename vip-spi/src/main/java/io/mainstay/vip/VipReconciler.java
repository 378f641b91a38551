package io.mainstay.vip;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the addresses of one virtual router to where the latest order wants them, whatever the
 * mover answers and however late.
 *
 * <p>For each address one operation is under way at a time, and only what is wanted at its end
 * counts: an acquire that completes after {@link #release} is released again, so a node that lost
 * its mastership never re-asserts an address. Failures are retried with growing, jittered waits; a
 * release is retried until it succeeds, because an address on a demoted node is a split brain.
 *
 * <p>Methods may be called from any thread and return at once; all work runs on the given
 * scheduler.
 */
public final class VipReconciler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(VipReconciler.class);

  private final VipMover mover;
  private final SerialScheduler scheduler;
  private final VipPolicy policy;
  private final RetryDelay retryDelay;
  private final List<AddressSlot> slots = new ArrayList<>();
  private final AtomicBoolean renewPending = new AtomicBoolean();

  private VipIntent intent = VipIntent.NONE;
  private Ownership ownership = Ownership.nobody();
  private CompletableFuture<Void> released = new CompletableFuture<>();
  private boolean wakeArmed;
  private long wakeAtNanos;
  private volatile boolean closed;
  private volatile VipSnapshot snapshot;

  /**
   * A reconciler that leaves its addresses alone until the first order.
   *
   * @param addresses all addresses of one virtual router
   * @param seed decides the jitter of retries
   */
  public VipReconciler(
      VipMover mover,
      List<VirtualAddress> addresses,
      VipPolicy policy,
      SerialScheduler scheduler,
      long seed) {
    this.mover = Objects.requireNonNull(mover);
    this.policy = Objects.requireNonNull(policy);
    this.scheduler = Objects.requireNonNull(scheduler);
    this.retryDelay = new RetryDelay(policy, new SplittableRandom(seed));
    addresses.forEach(address -> slots.add(new AddressSlot(address)));
    this.snapshot = takeSnapshot(slots, intent);
  }

  /** Orders all addresses here. The latest order wins. */
  public void own(OwnOutcome outcome) {
    Objects.requireNonNull(outcome);
    scheduler.execute(() -> onOrder(VipIntent.OWN, new Ownership(outcome)));
  }

  /**
   * Orders all addresses away. The latest order wins.
   *
   * @return completes when no address is here any more, or with {@link CancellationException} when
   *     {@link #own} or {@link #close} comes first; it never completes while a mover keeps failing
   */
  public CompletionStage<Void> release() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    scheduler.execute(
        () -> {
          onOrder(VipIntent.RELEASE, Ownership.nobody());
          CompletionStage<Void> all = released;
          all.whenComplete((nothing, failure) -> follow(done, failure));
        });
    return done;
  }

  /**
   * Renews what is held, for movers whose addresses expire. Cheap and safe to call often: an
   * address with an operation under way is left alone.
   */
  public void renew() {
    if (renewPending.compareAndSet(false, true)) {
      scheduler.execute(this::onRenew);
    }
  }

  /** What is wanted and what is known. */
  public VipSnapshot snapshot() {
    return snapshot;
  }

  /**
   * Stops: nothing is started or told any more. Addresses stay as they are, so {@link #release}
   * first. The mover is not closed.
   */
  @Override
  public void close() {
    closed = true;
    scheduler.execute(() -> released.cancel(false));
  }

  private void onOrder(VipIntent wanted, Ownership by) {
    if (closed) {
      released.cancel(false);
      return;
    }
    ownership = by;
    if (wanted != intent) {
      intent = wanted;
      released.cancel(false);
      released = new CompletableFuture<>();
      slots.forEach(slot -> slot.state = slot.state.withoutBackOff());
    }
    reconcile();
  }

  private void onRenew() {
    renewPending.set(false);
    if (closed || intent != VipIntent.OWN) {
      return;
    }
    for (AddressSlot slot : slots) {
      if (slot.state.renewable()) {
        start(slot, VipOperation.ACQUIRE);
      }
    }
  }

  private void onEnd(AddressSlot slot, long number, VipOutcome outcome) {
    if (closed || number != slot.operationNumber) {
      return;
    }
    VipOperation operation = slot.state.underWay();
    if (operation == null) {
      return; // a second answer to the same operation
    }
    long nowNanos = scheduler.nowNanos();
    slot.state = after(slot, operation, outcome, nowNanos);
    logChange(slot);
    slot.settled = slot.state.presence();
    if (operation == VipOperation.ACQUIRE && intent == VipIntent.OWN) {
      judgeAcquire(slot, outcome, nowNanos);
    }
    reconcile();
  }

  private AddressState after(
      AddressSlot slot, VipOperation operation, VipOutcome outcome, long nowNanos) {
    AddressState state = slot.state;
    if (outcome instanceof VipOutcome.Refused refused) {
      return state.failed(
          "refused: " + refused.reason(), nowNanos + retryDelay.afterRefusalNanos());
    }
    if (outcome instanceof VipOutcome.Failed failed) {
      long delay = retryDelay.afterFailureNanos(state.failures() + 1, failed.retryAfter());
      return state.failed(failed.reason(), nowNanos + delay);
    }
    return state.succeeded(
        operation == VipOperation.ACQUIRE ? VipPresence.HELD : VipPresence.ABSENT);
  }

  private void judgeAcquire(AddressSlot slot, VipOutcome outcome, long nowNanos) {
    if (outcome instanceof VipOutcome.Refused refused) {
      giveUp(slot.address + ": " + refused.reason());
    } else if (outcome instanceof VipOutcome.Failed) {
      ownership.failingSince(nowNanos);
    }
  }

  /** Starts what is due, tells what is complete, and arms one timer for the rest. */
  private void reconcile() {
    long nowNanos = scheduler.nowNanos();
    if (intent == VipIntent.OWN) {
      judgeOwnership(nowNanos);
    }
    long earliest = Long.MAX_VALUE;
    for (AddressSlot slot : slots) {
      AddressState.Step step = slot.state.next(intent, nowNanos);
      if (step instanceof AddressState.Step.Start start) {
        start(slot, start.operation());
      } else if (step instanceof AddressState.Step.WaitUntil wait) {
        earliest = Math.min(earliest, wait.nanos() - nowNanos);
      }
    }
    if (intent == VipIntent.OWN && ownership.failing()) {
      long waited = nowNanos - ownership.failingSinceNanos();
      if (!ownership.toldLost()) {
        earliest = Math.min(earliest, policy.failAfter().toNanos() - waited);
      }
    }
    if (intent == VipIntent.RELEASE && allAsWanted()) {
      released.complete(null);
    }
    snapshot = takeSnapshot(slots, intent);
    if (earliest != Long.MAX_VALUE) {
      arm(nowNanos, earliest);
    }
  }

  private void judgeOwnership(long nowNanos) {
    if (allAsWanted()) {
      ownership.allHeld();
    } else if (ownership.failing()
        && nowNanos - ownership.failingSinceNanos() >= policy.failAfter().toNanos()) {
      giveUp(firstProblem());
    }
  }

  /** Before the addresses were installed, ends the order; after that, only says so. */
  private void giveUp(String reason) {
    if (ownership.installed()) {
      ownership.lost(reason);
      return;
    }
    LOG.warn("vip order=own outcome=failed reason=\"{}\"", reason);
    Ownership failed = ownership;
    ownership = Ownership.nobody();
    intent = VipIntent.RELEASE;
    released.cancel(false);
    released = new CompletableFuture<>();
    slots.forEach(slot -> slot.state = slot.state.withoutBackOff());
    failed.failed(reason);
  }

  private void start(AddressSlot slot, VipOperation operation) {
    slot.state = slot.state.started(operation);
    long number = ++slot.operationNumber;
    CompletionStage<VipOutcome> stage;
    try {
      stage =
          operation == VipOperation.ACQUIRE
              ? mover.acquire(slot.address)
              : mover.release(slot.address);
      stage.whenComplete(
          (outcome, failure) -> {
            VipOutcome judged = VipAnswers.judge(operation, outcome, failure);
            scheduler.execute(() -> onEnd(slot, number, judged));
          });
    } catch (RuntimeException | LinkageError e) {
      VipOutcome judged = VipAnswers.judge(operation, null, e);
      scheduler.execute(() -> onEnd(slot, number, judged));
    }
  }

  private void arm(long nowNanos, long delayNanos) {
    long atNanos = nowNanos + Math.max(0, delayNanos);
    if (wakeArmed && wakeAtNanos - atNanos <= 0) {
      return;
    }
    wakeArmed = true;
    wakeAtNanos = atNanos;
    scheduler.schedule(() -> onWake(atNanos), atNanos - nowNanos);
  }

  private void onWake(long atNanos) {
    if (closed || !wakeArmed || wakeAtNanos != atNanos) {
      return; // an earlier wake was armed since
    }
    wakeArmed = false;
    reconcile();
  }

  private boolean allAsWanted() {
    return slots.stream().allMatch(slot -> slot.state.asWanted(intent));
  }

  private String firstProblem() {
    return slots.stream()
        .filter(slot -> slot.state.failures() > 0)
        .map(slot -> slot.address + ": " + slot.state.problem())
        .findFirst()
        .orElse("an address failed");
  }

  /** One line when an address comes or goes, and for the 1st, 2nd, 4th… failure in a row. */
  private static void logChange(AddressSlot slot) {
    AddressState state = slot.state;
    if (state.failures() > 0) {
      if (Integer.bitCount(state.failures()) == 1) {
        LOG.warn(
            "vip address=\"{}\" failures={} reason=\"{}\"",
            slot.address,
            state.failures(),
            state.problem());
      }
    } else if (state.presence() != slot.settled) {
      LOG.info("vip address=\"{}\" from={} to={}", slot.address, slot.settled, state.presence());
    }
  }

  private static void follow(CompletableFuture<Void> done, @Nullable Throwable failure) {
    if (failure == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(failure);
    }
  }

  private static VipSnapshot takeSnapshot(List<AddressSlot> slots, VipIntent intent) {
    return new VipSnapshot(intent, slots.stream().map(AddressSlot::snapshot).toList());
  }

  /** One address and its state; only the scheduler's thread touches it. */
  private static final class AddressSlot {
    final VirtualAddress address;
    AddressState state = AddressState.INITIAL;

    /** What the operation before left: while one is under way, nothing is known. */
    VipPresence settled = AddressState.INITIAL.presence();

    long operationNumber;

    AddressSlot(VirtualAddress address) {
      this.address = address;
    }

    VipSnapshot.Address snapshot() {
      return new VipSnapshot.Address(
          address, state.presence(), state.underWay(), state.failures(), state.problem());
    }
  }
}
