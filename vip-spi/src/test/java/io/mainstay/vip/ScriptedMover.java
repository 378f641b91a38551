package io.mainstay.vip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A mover that does as its script says and then as told by hand; it keeps the truth about what is
 * held and notices two operations at a time for one address.
 */
final class ScriptedMover implements VipMover {

  /** One operation that a test has not ended yet. */
  record Pending(
      VirtualAddress address, VipOperation operation, CompletableFuture<VipOutcome> stage) {}

  final List<String> calls = new ArrayList<>();
  final Set<VirtualAddress> held = new HashSet<>();
  final Deque<Pending> pending = new ArrayDeque<>();
  private final Deque<Supplier<CompletionStage<VipOutcome>>> script = new ArrayDeque<>();
  private final Map<VirtualAddress, CompletionStage<VipOutcome>> underWay = new HashMap<>();

  /** Whether operations end when the test says so instead of at once. */
  boolean byHand;

  VipUpkeep upkeep = VipUpkeep.ACQUIRE_AGAIN;
  int inspections;

  /** What an inspection answers instead of the truth. */
  @Nullable VipHolder holder;

  ScriptedMover answer(VipOutcome outcome) {
    return answer(() -> CompletableFuture.completedFuture(outcome));
  }

  ScriptedMover answer(Supplier<CompletionStage<VipOutcome>> answer) {
    script.add(answer);
    return this;
  }

  @Override
  public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
    return operate(VipOperation.ACQUIRE, address);
  }

  @Override
  public CompletionStage<VipOutcome> release(VirtualAddress address) {
    return operate(VipOperation.RELEASE, address);
  }

  private CompletionStage<VipOutcome> operate(VipOperation operation, VirtualAddress address) {
    calls.add(operation + " " + address.address().getHostAddress());
    CompletionStage<VipOutcome> previous = underWay.get(address);
    if (previous != null && !previous.toCompletableFuture().isDone()) {
      throw new AssertionError("two operations at a time for " + address);
    }
    CompletionStage<VipOutcome> stage = answerTo(operation, address);
    underWay.put(address, stage);
    return stage;
  }

  private CompletionStage<VipOutcome> answerTo(VipOperation operation, VirtualAddress address) {
    Supplier<CompletionStage<VipOutcome>> scripted = script.poll();
    if (scripted != null) {
      return scripted.get();
    }
    if (byHand) {
      CompletableFuture<VipOutcome> stage = new CompletableFuture<>();
      pending.add(new Pending(address, operation, stage));
      return stage;
    }
    return CompletableFuture.completedFuture(perform(operation, address));
  }

  /** Ends the oldest pending operation as a good mover would. */
  void finishOldest() {
    Pending oldest = pending.remove();
    oldest.stage.complete(perform(oldest.operation, oldest.address));
  }

  private VipOutcome perform(VipOperation operation, VirtualAddress address) {
    if (operation == VipOperation.ACQUIRE) {
      return new VipOutcome.Held(!held.add(address));
    }
    held.remove(address);
    return new VipOutcome.Released();
  }

  @Override
  public CompletionStage<VipHolder> inspect(VirtualAddress address) {
    inspections++;
    if (holder != null) {
      return CompletableFuture.completedFuture(holder);
    }
    return CompletableFuture.completedFuture(
        held.contains(address) ? new VipHolder.Here() : new VipHolder.Absent());
  }

  @Override
  public VipUpkeep upkeep() {
    return upkeep;
  }

  @Override
  public void close() {}
}
