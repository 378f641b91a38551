package io.mainstay.vip;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** For each rule of the kit a mover that breaks it, in a way that real ones do. */
final class BrokenMovers {
  /** What leaked threads wait for. */
  static final List<CountDownLatch> LEAKS = new CopyOnWriteArrayList<>();

  private BrokenMovers() {}

  static Map<String, Function<LedgerWorld, VipMover>> byRule() {
    Map<String, Function<LedgerWorld, VipMover>> movers = new LinkedHashMap<>();
    movers.put("VM01", OnlySaysHeld::new);
    movers.put("VM02", NeverKnewIt::new);
    movers.put("VM03", OnlySaysReleased::new);
    movers.put("VM04", RefusesWhatIsNotThere::new);
    movers.put("VM05", NeverLooks::new);
    movers.put("VM06", Remembers::new);
    movers.put("VM07", MovesAll::new);
    movers.put("VM08", MixesAnswersUp::new);
    movers.put("VM09", TiresOfReleasing::new);
    movers.put("VM10", SeesOnlyItsOwn::new);
    movers.put("VM11", ReleasesOnlyItsOwn::new);
    movers.put("VM12", LeavesALock::new);
    movers.put("VM13", CannotBeClosed::new);
    movers.put("VM14", ForgetsWhenClosed::new);
    movers.put("VM15", BusyWhileItAnswers::new);
    movers.put("VM16", LeaksAThread::new);
    movers.put("VM21", WaitsForEver::new);
    movers.put("VM22", GuessesReleased::new);
    movers.put("VM23", GuessesAbsent::new);
    movers.put("VM24", Blocks::new);
    movers.put("VM25", GivesUp::new);
    movers.put("VM26", RefusesAfterALostAcquire::new);
    movers.put("VM27", RefusesAfterALostRelease::new);
    movers.put("VM28", TakesFromOthers::new);
    movers.put("VM29", OverlooksOthers::new);
    movers.put("VM30", ClosesSlowly::new);
    return movers;
  }

  private static <T> CompletionStage<T> at(T answer) {
    return CompletableFuture.completedFuture(answer);
  }

  /** What they all begin with. */
  private static class Broken extends LedgerMover {
    final LedgerWorld world;

    Broken(LedgerWorld world) {
      super(world);
      this.world = world;
    }
  }

  private static final class OnlySaysHeld extends Broken {
    OnlySaysHeld(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      return at(new VipOutcome.Held(false));
    }
  }

  private static final class NeverKnewIt extends Broken {
    NeverKnewIt(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      return super.acquire(address)
          .thenApply(
              outcome -> outcome instanceof VipOutcome.Held ? new VipOutcome.Held(false) : outcome);
    }
  }

  private static final class OnlySaysReleased extends Broken {
    OnlySaysReleased(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      return at(new VipOutcome.Released());
    }
  }

  private static final class RefusesWhatIsNotThere extends Broken {
    RefusesWhatIsNotThere(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      return world.has(address)
          ? super.release(address)
          : at(new VipOutcome.Refused("there is no such address"));
    }
  }

  private static final class NeverLooks extends Broken {
    NeverLooks(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipHolder> inspect(VirtualAddress address) {
      return at(new VipHolder.Absent());
    }
  }

  /** What it has acquired and not released; nothing else counts. */
  private static final class Remembers extends Broken {
    private final Set<VirtualAddress> held = ConcurrentHashMap.newKeySet();

    Remembers(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      held.add(address);
      return super.acquire(address);
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      held.remove(address);
      return super.release(address);
    }

    @Override
    public CompletionStage<VipHolder> inspect(VirtualAddress address) {
      return at(held.contains(address) ? new VipHolder.Here() : new VipHolder.Absent());
    }
  }

  private static final class MovesAll extends Broken {
    MovesAll(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      CompletionStage<VipOutcome> own = super.acquire(address);
      for (VirtualAddress other : world.addresses()) {
        super.acquire(other);
      }
      return own;
    }
  }

  private static final class MixesAnswersUp extends Broken {
    private final AtomicInteger calls = new AtomicInteger();

    MixesAnswersUp(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      return calls.incrementAndGet() % 7 == 0 ? super.release(address) : super.acquire(address);
    }
  }

  private static final class TiresOfReleasing extends Broken {
    private final AtomicInteger calls = new AtomicInteger();

    TiresOfReleasing(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      return calls.incrementAndGet() > 5 ? at(new VipOutcome.Released()) : super.release(address);
    }
  }

  private static final class SeesOnlyItsOwn extends Broken {
    private final Set<VirtualAddress> own = ConcurrentHashMap.newKeySet();

    SeesOnlyItsOwn(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      own.add(address);
      return super.acquire(address);
    }

    @Override
    public CompletionStage<VipHolder> inspect(VirtualAddress address) {
      return own.contains(address) ? super.inspect(address) : at(new VipHolder.Absent());
    }
  }

  private static final class ReleasesOnlyItsOwn extends Broken {
    private final Set<VirtualAddress> own = ConcurrentHashMap.newKeySet();

    ReleasesOnlyItsOwn(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      own.add(address);
      return super.acquire(address);
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      return own.contains(address) ? super.release(address) : at(new VipOutcome.Released());
    }
  }

  /** It acquires in steps, and what a crash leaves between two of them stands in the way. */
  private static final class LeavesALock extends Broken {
    private static final Map<LedgerWorld, Boolean> LOCKED = new WeakHashMap<>();
    private volatile boolean closed;

    LeavesALock(LedgerWorld world) {
      super(world);
    }

    private boolean locked() {
      synchronized (LOCKED) {
        return LOCKED.containsKey(world);
      }
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      synchronized (LOCKED) {
        LOCKED.put(world, true);
      }
      return CompletableFuture.supplyAsync(
              () -> null, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
          .thenCompose(
              step -> {
                if (!closed) {
                  synchronized (LOCKED) {
                    LOCKED.remove(world);
                  }
                }
                return super.acquire(address);
              });
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      return locked() ? at(new VipOutcome.Refused("somebody acquires it")) : super.release(address);
    }

    @Override
    public void close() {
      closed = true;
      super.close();
    }
  }

  private static final class CannotBeClosed extends Broken {
    CannotBeClosed(LedgerWorld world) {
      super(world);
    }

    @Override
    public void close() {}
  }

  private static final class ForgetsWhenClosed extends Broken {
    private volatile boolean closed;

    ForgetsWhenClosed(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      CompletableFuture<VipOutcome> answer = new CompletableFuture<>();
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
          .execute(
              () -> {
                if (!closed) {
                  super.acquire(address).thenAccept(answer::complete);
                }
              });
      return answer;
    }

    @Override
    public void close() {
      closed = true;
      super.close();
    }
  }

  /** It takes no call while it still tells the answer to the last. */
  private static final class BusyWhileItAnswers extends Broken {
    private volatile boolean answering;

    BusyWhileItAnswers(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      CompletableFuture<VipOutcome> answer = new CompletableFuture<>();
      VipOutcome outcome = super.acquire(address).toCompletableFuture().join();
      Thread telling =
          new Thread(
              () -> {
                long endNanos = System.nanoTime() + Duration.ofSeconds(5).toNanos();
                while (answer.getNumberOfDependents() == 0 && endNanos - System.nanoTime() > 0) {
                  LockSupport.parkNanos(100_000);
                }
                answering = true;
                answer.complete(outcome);
                answering = false;
              });
      telling.setDaemon(true);
      telling.start();
      return answer;
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      return answering ? at(new VipOutcome.Failed("busy", Duration.ZERO)) : super.release(address);
    }
  }

  private static final class LeaksAThread extends Broken {
    LeaksAThread(LedgerWorld world) {
      super(world);
      CountDownLatch end = new CountDownLatch(1);
      LEAKS.add(end);
      Thread leaked =
          new Thread(
              () -> {
                while (end.getCount() > 0) {
                  LockSupport.parkNanos(1_000_000);
                }
              });
      leaked.setDaemon(true);
      leaked.start();
    }
  }

  private static final class WaitsForEver extends Broken {
    WaitsForEver(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      return world.change(
          () ->
              new VipOutcome.Held(
                  LedgerWorld.HERE.equals(world.owners().put(address, LedgerWorld.HERE))));
    }
  }

  private static final class GuessesReleased extends Broken {
    GuessesReleased(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      return super.release(address).thenApply(outcome -> new VipOutcome.Released());
    }
  }

  private static final class GuessesAbsent extends Broken {
    GuessesAbsent(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipHolder> inspect(VirtualAddress address) {
      return super.inspect(address)
          .thenApply(
              holder -> holder instanceof VipHolder.Unknown ? new VipHolder.Absent() : holder);
    }
  }

  private static final class Blocks extends Broken {
    Blocks(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      return at(super.acquire(address).toCompletableFuture().join());
    }
  }

  private static final class GivesUp extends Broken {
    private volatile boolean failed;

    GivesUp(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      if (failed) {
        return at(new VipOutcome.Refused("it failed before"));
      }
      return super.acquire(address)
          .thenApply(
              outcome -> {
                failed = outcome instanceof VipOutcome.Failed;
                return outcome;
              });
    }
  }

  private static VipOutcome refusing(VipOutcome outcome) {
    return outcome instanceof VipOutcome.Failed failed
        ? new VipOutcome.Refused(failed.reason())
        : outcome;
  }

  private static final class RefusesAfterALostAcquire extends Broken {
    RefusesAfterALostAcquire(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      return super.acquire(address).thenApply(BrokenMovers::refusing);
    }
  }

  private static final class RefusesAfterALostRelease extends Broken {
    RefusesAfterALostRelease(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      return super.release(address).thenApply(BrokenMovers::refusing);
    }
  }

  private static final class TakesFromOthers extends Broken {
    TakesFromOthers(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> release(VirtualAddress address) {
      return world.change(
          () -> {
            world.owners().remove(address);
            return new VipOutcome.Released();
          });
    }
  }

  private static final class OverlooksOthers extends Broken {
    OverlooksOthers(LedgerWorld world) {
      super(world);
    }

    @Override
    public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
      return world.anotherHas(address) ? at(new VipOutcome.Held(false)) : super.acquire(address);
    }
  }

  private static final class ClosesSlowly extends Broken {
    ClosesSlowly(LedgerWorld world) {
      super(world);
    }

    @Override
    public void close() {
      long endNanos = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
      while (endNanos - System.nanoTime() > 0) {
        LockSupport.parkNanos(endNanos - System.nanoTime());
      }
      super.close();
    }
  }
}
