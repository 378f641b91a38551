package io.mainstay.vip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
 * <p>Several movers may share the addresses. Each mover acquires an address when those before it
 * hold it, and all release at once, so that no mover's trouble keeps a demoted node's addresses
 * here. An address is held when every mover holds it.
 *
 * <p>A held address is looked after as its mover says ({@link VipMover#upkeep}). One that someone
 * took away is acquired again; when its holder cannot be told, it counts as held.
 *
 * <p>Methods may be called from any thread and return at once; all work runs on the given
 * scheduler.
 */
public final class VipReconciler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(VipReconciler.class);

  /**
   * An acquire without any answer for so long ends the order: a master that waits for ever for its
   * address is a black hole.
   */
  static final Duration LONGEST_ACQUIRE = Duration.ofMinutes(2);

  /** How often is asked who holds an address, for {@link VipUpkeep#INSPECT}. */
  static final Duration INSPECT_EVERY = Duration.ofSeconds(5);

  private final SerialScheduler scheduler;
  private final VipPolicy policy;
  private final RetryDelay retryDelay;
  private final List<VirtualAddress> addresses;
  private final List<AddressSlot> slots = new ArrayList<>();
  private final Consumer<VipEvent> events;
  private final AtomicBoolean renewPending = new AtomicBoolean();

  private VipIntent intent = VipIntent.NONE;
  private Ownership ownership = Ownership.nobody();
  private CompletableFuture<Void> released = new CompletableFuture<>();
  private boolean wakeArmed;
  private long wakeAtNanos;
  private volatile boolean closed;
  private volatile VipSnapshot snapshot;

  /** A reconciler with one mover, and nobody who hears of its steps. */
  public VipReconciler(
      VipMover mover,
      List<VirtualAddress> addresses,
      VipPolicy policy,
      SerialScheduler scheduler,
      long seed) {
    this(List.of(new NamedMover("", mover)), addresses, policy, scheduler, seed, event -> {});
  }

  /**
   * A reconciler that leaves its addresses alone until the first order.
   *
   * @param movers one or more, in the order in which they acquire an address
   * @param addresses all addresses of one virtual router
   * @param seed decides the jitter of retries
   * @param events hears of every step, on the scheduler's thread; it must not block
   */
  public VipReconciler(
      List<NamedMover> movers,
      List<VirtualAddress> addresses,
      VipPolicy policy,
      SerialScheduler scheduler,
      long seed,
      Consumer<VipEvent> events) {
    this.addresses = List.copyOf(addresses);
    this.events = Objects.requireNonNull(events);
    this.policy = Objects.requireNonNull(policy);
    this.scheduler = Objects.requireNonNull(scheduler);
    this.retryDelay = new RetryDelay(policy, new SplittableRandom(seed));
    for (VirtualAddress address : addresses) {
      AddressSlot before = null;
      for (NamedMover mover : movers) {
        before = new AddressSlot(address, mover, before);
        slots.add(before);
      }
    }
    this.snapshot = VipSnapshots.of(intent, addresses, slots);
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
      if (wanted == VipIntent.RELEASE) {
        slots.forEach(this::abandonAcquire);
      }
    }
    reconcile();
  }

  private void abandonAcquire(AddressSlot slot) {
    if (slot.state.underWay() == VipOperation.ACQUIRE) {
      try {
        slot.by.mover().abandon(slot.address);
      } catch (RuntimeException | LinkageError e) {
        LOG.error("vip address=\"{}\": the mover failed to abandon an acquire", slot.place(), e);
      }
    }
  }

  private void onRenew() {
    renewPending.set(false);
    if (closed || intent != VipIntent.OWN) {
      return;
    }
    for (AddressSlot slot : slots) {
      if (slot.state.renewable()) {
        lookAfter(slot);
      }
    }
  }

  private void lookAfter(AddressSlot slot) {
    if (slot.by.mover().upkeep() == VipUpkeep.ACQUIRE_AGAIN) {
      start(slot, VipOperation.ACQUIRE);
      return;
    }
    long nowNanos = scheduler.nowNanos();
    if (slot.inspecting || nowNanos - slot.lookedNanos < INSPECT_EVERY.toNanos()) {
      return;
    }
    slot.inspecting = true;
    slot.lookedNanos = nowNanos;
    long number = slot.operationNumber;
    try {
      slot.by
          .mover()
          .inspect(slot.address)
          .whenComplete(
              (holder, failure) -> {
                VipHolder judged = VipAnswers.judge(holder, failure);
                scheduler.execute(() -> onInspected(slot, number, judged));
              });
    } catch (RuntimeException | LinkageError e) {
      VipHolder judged = VipAnswers.judge(null, e);
      scheduler.execute(() -> onInspected(slot, number, judged));
    }
  }

  /** What an operation changed meanwhile is older news than the operation's own outcome. */
  private void onInspected(AddressSlot slot, long number, VipHolder holder) {
    slot.inspecting = false;
    boolean wanted = !closed && intent == VipIntent.OWN && slot.state.renewable();
    if (!wanted || number != slot.operationNumber) {
      return;
    }
    if (holder instanceof VipHolder.Unknown unknown) {
      slot.unknown++;
      if (Integer.bitCount(slot.unknown) == 1) {
        LOG.warn("vip address=\"{}\" holder=UNKNOWN reason=\"{}\"", slot.place(), unknown.reason());
      }
      return;
    }
    slot.unknown = 0;
    if (!(holder instanceof VipHolder.Here)) {
      String where =
          holder instanceof VipHolder.Elsewhere elsewhere ? "it is at " + elsewhere.owner() : "";
      LOG.warn("vip address=\"{}\" was taken away {}", slot.place(), where);
      slot.state = slot.state.succeeded(VipPresence.ABSENT);
      slot.settled = VipPresence.ABSENT;
      tell(slot.event(VipEvent.Kind.TAKEN_AWAY, where));
      reconcile();
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
    if (operation != wantedOperation()) {
      slot.state = slot.state.withoutBackOff(); // what is wanted now has not failed
    }
    slot.lookedNanos = nowNanos;
    logChange(slot);
    tellEnd(slot, outcome);
    slot.settled = slot.state.presence();
    if (operation != wantedOperation()) {
      slot.state = slot.state.withoutBackOff(); // what is wanted now has not failed
    }
    if (operation == VipOperation.ACQUIRE && intent == VipIntent.OWN) {
      judgeAcquire(slot, outcome, nowNanos);
    }
    reconcile();
  }

  private VipOperation wantedOperation() {
    return intent == VipIntent.OWN ? VipOperation.ACQUIRE : VipOperation.RELEASE;
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
      giveUp(slot.place() + ": " + refused.reason());
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
        if (start.operation() == VipOperation.RELEASE || slot.mayAcquire()) {
          start(slot, start.operation());
        }
      } else if (step instanceof AddressState.Step.WaitUntil wait) {
        earliest = Math.min(earliest, wait.nanos() - nowNanos);
      }
    }
    if (intent == VipIntent.OWN && !ownership.toldLost()) {
      earliest = Math.min(earliest, untilGivenUp(nowNanos));
    }
    if (intent == VipIntent.RELEASE && allAsWanted()) {
      released.complete(null);
    }
    snapshot = VipSnapshots.of(intent, addresses, slots);
    if (earliest != Long.MAX_VALUE) {
      arm(nowNanos, earliest);
    }
  }

  /** When the order will have failed if nothing changes. */
  private long untilGivenUp(long nowNanos) {
    long nanos = Long.MAX_VALUE;
    if (ownership.failing()) {
      nanos = ownership.failingSinceNanos() + policy.failAfter().toNanos() - nowNanos;
    }
    for (AddressSlot slot : slots) {
      if (slot.state.underWay() == VipOperation.ACQUIRE) {
        nanos = Math.min(nanos, slot.startedNanos + LONGEST_ACQUIRE.toNanos() - nowNanos);
      }
    }
    return nanos;
  }

  private void judgeOwnership(long nowNanos) {
    for (AddressSlot slot : slots) {
      if (slot.unanswered(nowNanos, LONGEST_ACQUIRE.toNanos())) {
        giveUp(slot.place() + ": no answer within " + LONGEST_ACQUIRE.toSeconds() + " s");
        return;
      }
    }
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
    slots.forEach(this::abandonAcquire);
    failed.failed(reason);
  }

  private void start(AddressSlot slot, VipOperation operation) {
    boolean renewal =
        slot.state.presence() == VipPresence.HELD && operation == VipOperation.ACQUIRE;
    slot.state = slot.state.started(operation);
    slot.startedNanos = scheduler.nowNanos();
    if (!renewal) {
      boolean acquires = operation == VipOperation.ACQUIRE;
      tell(slot.event(acquires ? VipEvent.Kind.ACQUIRING : VipEvent.Kind.RELEASING, ""));
    }
    long number = ++slot.operationNumber;
    CompletionStage<VipOutcome> stage;
    try {
      stage =
          operation == VipOperation.ACQUIRE
              ? slot.by.mover().acquire(slot.address)
              : slot.by.mover().release(slot.address);
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
        .map(slot -> slot.place() + ": " + slot.state.problem())
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
            slot.place(),
            state.failures(),
            state.problem());
      }
    } else if (state.presence() != slot.settled) {
      LOG.info("vip address=\"{}\" from={} to={}", slot.place(), slot.settled, state.presence());
    }
  }

  private void tellEnd(AddressSlot slot, VipOutcome outcome) {
    if (outcome instanceof VipOutcome.Failed failed) {
      tell(slot.event(VipEvent.Kind.FAILED, failed.reason()));
    } else if (outcome instanceof VipOutcome.Refused refused) {
      tell(slot.event(VipEvent.Kind.REFUSED, refused.reason()));
    } else if (slot.state.presence() != slot.settled) {
      boolean held = slot.state.presence() == VipPresence.HELD;
      tell(slot.event(held ? VipEvent.Kind.HELD : VipEvent.Kind.RELEASED, ""));
    }
  }

  private void tell(VipEvent event) {
    try {
      events.accept(event);
    } catch (RuntimeException e) {
      LOG.error("vip: a listener failed", e);
    }
  }

  private static void follow(CompletableFuture<Void> done, @Nullable Throwable failure) {
    if (failure == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(failure);
    }
  }
}
