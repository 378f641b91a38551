package io.mainstay.vip.docker;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Moves addresses by telling the Docker Engine, on a thread of its own. Its addresses are those of
 * one endpoint, so when one comes or goes the other is interrupted for a moment.
 */
final class DockerVipMover implements VipMover {

  private static final int MAX_WAITING = 64;
  private static final Duration RETRY = Duration.ofMillis(200);

  /** How long an interrupted call may take to end. */
  private static final long INTERRUPTED_MILLIS = 1_000;

  private static final String OVERRUN = "the mover is closed or overrun with orders";

  private final EndpointHolder holder;
  private final Engine engine;
  private final Set<VirtualAddress> addresses;
  private final long staleNanos;
  private final long closeNanos;
  private final LongSupplier nanoClock;
  private final ThreadPoolExecutor executor;

  /**
   * @param engine closed with the mover
   * @param stale how old an order to acquire may get before it changes nothing any more
   * @param closing how long {@link #close} waits for what was begun
   */
  DockerVipMover(
      EndpointHolder holder,
      Engine engine,
      Set<VirtualAddress> addresses,
      Duration stale,
      Duration closing,
      LongSupplier nanoClock) {
    this.holder = holder;
    this.engine = engine;
    this.addresses = Set.copyOf(addresses);
    this.staleNanos = stale.toNanos();
    this.closeNanos = closing.toNanos();
    this.nanoClock = nanoClock;
    this.executor =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), this::thread);
  }

  private Thread thread(Runnable work) {
    String names =
        addresses.stream()
            .map(address -> address.address().getHostAddress())
            .sorted()
            .collect(Collectors.joining("+"));
    Thread thread = new Thread(work, "mainstay-vip-docker-" + names);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
    long askedNanos = nanoClock.getAsLong();
    // A process that was stopped finds its old orders here when it runs again, and by now the
    // address may rightly be another node's.
    return change(
        address,
        () ->
            holder.acquire(
                address.address(), () -> nanoClock.getAsLong() - askedNanos > staleNanos));
  }

  @Override
  public CompletionStage<VipOutcome> release(VirtualAddress address) {
    return change(address, () -> holder.release(address.address()));
  }

  private CompletionStage<VipOutcome> change(VirtualAddress address, Supplier<VipOutcome> change) {
    if (!addresses.contains(address)) {
      return CompletableFuture.completedFuture(new VipOutcome.Refused(notOurs(address)));
    }
    return submit(change, new VipOutcome.Failed(OVERRUN, RETRY));
  }

  @Override
  public CompletionStage<VipHolder> inspect(VirtualAddress address) {
    if (!addresses.contains(address)) {
      return CompletableFuture.completedFuture(new VipHolder.Unknown(notOurs(address)));
    }
    return submit(() -> holder.inspect(address.address()), new VipHolder.Unknown(OVERRUN));
  }

  private static String notOurs(VirtualAddress address) {
    return address + " is not among the addresses of this mover";
  }

  /** Something to do on the mover's thread, and what to answer when it is not done. */
  private record Order<T>(Supplier<T> work, CompletableFuture<T> result, T otherwise)
      implements Runnable {
    @Override
    public void run() {
      try {
        result.complete(work.get());
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    }

    void abandon() {
      result.complete(otherwise);
    }
  }

  private <T> CompletionStage<T> submit(Supplier<T> work, T otherwise) {
    Order<T> order = new Order<>(work, new CompletableFuture<>(), otherwise);
    try {
      executor.execute(order);
    } catch (RejectedExecutionException e) {
      order.abandon();
    }
    return order.result();
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(closeNanos, TimeUnit.NANOSECONDS)) {
        abandonWaiting();
        boolean unused = executor.awaitTermination(INTERRUPTED_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      abandonWaiting();
      Thread.currentThread().interrupt();
    }
    engine.close();
  }

  /** Ends the call under way too: its thread is interrupted. */
  private void abandonWaiting() {
    for (Runnable waiting : executor.shutdownNow()) {
      if (waiting instanceof Order<?> order) {
        order.abandon();
      }
    }
  }
}
