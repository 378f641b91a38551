package io.mainstay.node.exec;

import io.mainstay.vip.VipHolder;
import io.mainstay.vip.VipMover;
import io.mainstay.vip.VipOutcome;
import io.mainstay.vip.VirtualAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Moves addresses by running commands, one at a time, on a thread of its own. */
final class ExecVipMover implements VipMover {
  private static final int MAX_WAITING = 1024;
  private static final Duration RETRY = Duration.ofMillis(200);

  private final ExecSettings settings;
  private final ThreadPoolExecutor executor;
  private volatile boolean closing;

  ExecVipMover(ExecSettings settings) {
    this.settings = settings;
    executor =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), ExecVipMover::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "mainstay-vip-exec");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public CompletionStage<VipOutcome> acquire(VirtualAddress address) {
    return submit(address, ExecOperation::acquire, ExecVipMover::failed);
  }

  @Override
  public CompletionStage<VipOutcome> release(VirtualAddress address) {
    return submit(address, ExecOperation::release, ExecVipMover::failed);
  }

  @Override
  public CompletionStage<VipHolder> inspect(VirtualAddress address) {
    return submit(address, ExecOperation::inspect, VipHolder.Unknown::new);
  }

  private static VipOutcome failed(String reason) {
    return new VipOutcome.Failed(reason, RETRY);
  }

  /** Commands that wait for each other. */
  private interface Work<T> {
    T on(ExecOperation operation) throws InterruptedException;
  }

  private <T> CompletionStage<T> submit(
      VirtualAddress address, Work<T> work, Function<String, T> otherwise) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    try {
      executor.execute(
          () -> {
            try {
              T answer =
                  closing
                      ? otherwise.apply("the mover is closed")
                      : work.on(new ExecOperation(settings, address));
              stage.complete(answer);
            } catch (InterruptedException e) {
              stage.complete(otherwise.apply("the mover was closed meanwhile"));
            } catch (RuntimeException e) {
              stage.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      stage.complete(otherwise.apply("the mover is closed or overrun with requests"));
    }
    return stage;
  }

  /**
   * What was asked before may end within one time limit; the rest is answered and not carried out.
   * Every command has its own deadline, so the thread ends by itself.
   */
  @Override
  public void close() {
    executor.shutdown();
    try {
      closing = !executor.awaitTermination(settings.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing = true;
      Thread.currentThread().interrupt();
    }
  }
}
