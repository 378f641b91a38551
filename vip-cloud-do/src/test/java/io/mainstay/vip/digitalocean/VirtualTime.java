package io.mainstay.vip.digitalocean;

import io.mainstay.vip.SerialScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose time passes only when nothing else can happen: what waits in truth is a real
 * exchange with a server, and what waits on the clock costs nothing.
 */
final class VirtualTime implements SerialScheduler, InstantSource {

  /** The wall clock at the start. */
  static final long START_EPOCH_SECONDS = 1_800_000_000;

  /** A real exchange that takes longer hangs. */
  private static final long HANGS_SECONDS = 60;

  private record Timer(long atNanos, long number, Runnable task) {}

  private final BlockingQueue<Runnable> ready = new LinkedBlockingQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::atNanos).thenComparing(Timer::number));

  /** Exchanges whose end has not been delivered; the thread that runs time owns it. */
  private int underWay;

  private long number;
  private volatile long nowNanos;

  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  @Override
  public void schedule(Runnable task, long delayNanos) {
    timers.add(new Timer(nowNanos + Math.max(0, delayNanos), number++, task));
  }

  @Override
  public long nowNanos() {
    return nowNanos;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(START_EPOCH_SECONDS).plusNanos(nowNanos);
  }

  /** The transport, so that time waits for its exchanges. */
  ApiTransport waitingFor(ApiTransport transport) {
    return request -> {
      underWay++;
      CompletableFuture<ApiResponse> stage = new CompletableFuture<>();
      transport
          .send(request)
          .whenComplete((response, failure) -> ready.add(() -> deliver(stage, response, failure)));
      return stage;
    };
  }

  private void deliver(
      CompletableFuture<ApiResponse> stage,
      @Nullable ApiResponse response,
      @Nullable Throwable failure) {
    underWay--;
    if (response != null) {
      stage.complete(response);
    } else {
      stage.completeExceptionally(Objects.requireNonNull(failure));
    }
  }

  /** Runs until the stage has ended. */
  <T> T await(CompletionStage<T> stage) throws InterruptedException {
    CompletableFuture<T> future = stage.toCompletableFuture();
    while (!future.isDone()) {
      if (!runNext(Long.MAX_VALUE)) {
        throw new AssertionError("nothing will happen any more, and the stage has not ended");
      }
    }
    return future.join();
  }

  /** Lets time pass. */
  void advance(Duration time) throws InterruptedException {
    long endNanos = nowNanos + time.toNanos();
    while (runNext(endNanos)) {
      // until nothing is left to happen before the end
    }
    nowNanos = endNanos;
  }

  private boolean runNext(long endNanos) throws InterruptedException {
    boolean waits = underWay > 0;
    @Nullable Runnable task = waits ? ready.poll(HANGS_SECONDS, TimeUnit.SECONDS) : ready.poll();
    if (task == null && waits) {
      throw new AssertionError("an exchange hangs");
    }
    if (task == null) {
      Timer timer = timers.peek();
      if (timer == null || timer.atNanos > endNanos) {
        return false;
      }
      timers.remove();
      nowNanos = Math.max(nowNanos, timer.atNanos);
      task = timer.task;
    }
    task.run();
    return true;
  }
}
