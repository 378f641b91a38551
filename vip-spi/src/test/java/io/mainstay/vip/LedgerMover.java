package io.mainstay.vip;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Moves addresses of a {@link LedgerWorld}; tests break what it keeps by overriding it. */
class LedgerMover implements VipMover {
  private static final long DEADLINE_MILLIS = 300;
  private static final VipOutcome CLOSED =
      new VipOutcome.Failed("the mover is closed", Duration.ZERO);
  private static final VipOutcome SILENT =
      new VipOutcome.Failed("no answer within 300 ms", Duration.ZERO);

  private final LedgerWorld world;
  private volatile boolean closed;

  LedgerMover(LedgerWorld world) {
    this.world = world;
  }

  @Override
  public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
    return operate(
        () ->
            new VipOutcome.Held(
                LedgerWorld.HERE.equals(world.owners().put(address, LedgerWorld.HERE))));
  }

  @Override
  public CompletionStage<VipOutcome> release(VirtualAddress address) {
    return operate(
        () -> {
          world.owners().remove(address, LedgerWorld.HERE);
          return new VipOutcome.Released();
        });
  }

  private CompletionStage<VipOutcome> operate(Supplier<VipOutcome> change) {
    if (closed) {
      return CompletableFuture.completedFuture(CLOSED);
    }
    return world
        .change(change)
        .completeOnTimeout(SILENT, DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(lost -> new VipOutcome.Failed(lost.toString(), Duration.ZERO));
  }

  @Override
  public CompletionStage<VipHolder> inspect(VirtualAddress address) {
    if (closed) {
      return CompletableFuture.completedFuture(new VipHolder.Unknown("the mover is closed"));
    }
    return world
        .owner(address)
        .thenApply(LedgerMover::holder)
        .completeOnTimeout(
            new VipHolder.Unknown("no answer within 300 ms"),
            DEADLINE_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private static VipHolder holder(String owner) {
    if (owner.isEmpty()) {
      return new VipHolder.Absent();
    }
    return owner.equals(LedgerWorld.HERE) ? new VipHolder.Here() : new VipHolder.Elsewhere(owner);
  }

  @Override
  public void close() {
    closed = true;
  }
}
