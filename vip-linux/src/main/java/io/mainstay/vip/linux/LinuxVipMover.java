package io.mainstay.vip.linux;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VipUpkeep;
import io.mainstay.vip.VirtualAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Moves addresses by telling this host's kernel, on a thread of its own. After {@link #close} a
 * permanent address stays, a leased one runs out, and a process-bound one is gone.
 */
final class LinuxVipMover implements VipMover {
  private static final int MAX_WAITING = 1024;
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final String OVERRUN = "the mover is closed or overrun with requests";

  private final Map<VirtualAddress, AddressHolder> holders;
  private final Runnable onArrival;
  private final Closing resources;
  private final long staleNanos;
  private final LongSupplier nanoClock;
  private final ThreadPoolExecutor executor;

  /** Used by the mover's thread alone. */
  private boolean arrivalWaits;

  /** Used by the mover's thread alone. */
  private final Removals removals = new Removals();

  /**
   * @param onArrival runs on the mover's thread after an address came here and its owner was told;
   *     once for addresses that come together
   * @param resources what the holders work with, closed with the mover
   * @param staleNanos how old a request to acquire may get before it is not carried out any more
   */
  LinuxVipMover(
      Map<VirtualAddress, AddressHolder> holders,
      Runnable onArrival,
      Closing resources,
      long staleNanos,
      LongSupplier nanoClock) {
    this.holders = Map.copyOf(holders);
    this.onArrival = onArrival;
    this.resources = resources;
    this.staleNanos = staleNanos;
    this.nanoClock = nanoClock;
    executor =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), this::thread);
    // Now and not at the first request: a thread inherits its maker's network namespace.
    executor.prestartCoreThread();
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "mainstay-vip-linux");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
    long askedNanos = nanoClock.getAsLong();
    return change(
        address,
        holder -> {
          // A process that was stopped finds its old requests here when it runs again, and by now
          // the address may be another node's.
          if (nanoClock.getAsLong() - askedNanos > staleNanos) {
            return new VipOutcome.Failed(
                address + " was asked for too long ago; this process was stopped meanwhile", RETRY);
          }
          VipOutcome outcome = holder.acquire(address);
          if (outcome instanceof VipOutcome.Held held && !held.already()) {
            if (removals.tooMany(address, nanoClock.getAsLong())) {
              return giveUp(holder, address);
            }
            afterArrival();
          }
          return outcome;
        });
  }

  private VipOutcome giveUp(AddressHolder holder, VirtualAddress address) throws IOException {
    removals.released(address);
    holder.release(address);
    return new VipOutcome.Refused(
        address
            + " was removed by somebody else more than "
            + Removals.MAX_PUT_BACK
            + " times within a minute and is not put back any more; let whatever administers the"
            + " interface (NetworkManager, systemd-networkd, a script) leave the address alone");
  }

  /** Behind all that waits already, for the announcement of an address waits for its outcome. */
  private void afterArrival() {
    if (arrivalWaits) {
      return;
    }
    arrivalWaits = true;
    CompletableFuture<Boolean> unused =
        submit(
                () -> {
                  onArrival.run();
                  return true;
                },
                false)
            .whenComplete((done, failure) -> arrivalWaits = false);
  }

  @Override
  public CompletionStage<VipOutcome> release(VirtualAddress address) {
    return change(
        address,
        holder -> {
          removals.released(address);
          return holder.release(address);
        });
  }

  /** One change of the kernel's state. */
  private interface Change {
    VipOutcome apply(AddressHolder holder) throws IOException;
  }

  private CompletionStage<VipOutcome> change(VirtualAddress address, Change change) {
    AddressHolder holder = holders.get(address);
    if (holder == null) {
      return CompletableFuture.completedFuture(notConfigured(address));
    }
    return submit(
        () -> {
          try {
            return change.apply(holder);
          } catch (IOException e) {
            return KernelOutcome.of(e);
          }
        },
        new VipOutcome.Failed(OVERRUN, RETRY));
  }

  private static VipOutcome.Refused notConfigured(VirtualAddress address) {
    return new VipOutcome.Refused(address + " is not among the addresses of this mover");
  }

  @Override
  public CompletionStage<VipHolder> inspect(VirtualAddress address) {
    AddressHolder holder = holders.get(address);
    if (holder == null) {
      return CompletableFuture.completedFuture(
          new VipHolder.Unknown(notConfigured(address).reason()));
    }
    return submit(
        () -> {
          try {
            return holder.holds(address) ? new VipHolder.Here() : new VipHolder.Absent();
          } catch (IOException e) {
            return new VipHolder.Unknown(String.valueOf(e.getMessage()));
          }
        },
        new VipHolder.Unknown(OVERRUN));
  }

  /** A leased address runs out otherwise, and to ask the kernel for any other costs little. */
  @Override
  public VipUpkeep upkeep() {
    return VipUpkeep.ACQUIRE_AGAIN;
  }

  private <T> CompletableFuture<T> submit(Callable<T> work, T whenRejected) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      executor.execute(
          () -> {
            try {
              result.complete(work.call());
            } catch (Exception e) {
              result.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      result.complete(whenRejected);
    }
    return result;
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      // Each waiting request has its deadline in the netlink client, so this ends.
      if (!executor.awaitTermination(2 * NetlinkClient.DEADLINE_NANOS, TimeUnit.NANOSECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
    resources.close();
  }
}
