package io.mainstay.vip.docker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends calls that take too long by an interrupt of their thread: nothing else ends a read from a
 * Unix socket, for which a read timeout has no effect. Safe for many threads at once.
 */
final class CallDeadline implements AutoCloseable {

  private final ScheduledThreadPoolExecutor alarm;

  CallDeadline() {
    alarm =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "mainstay-docker-deadline");
              thread.setDaemon(true);
              return thread;
            });
    alarm.setRemoveOnCancelPolicy(true);
  }

  /**
   * Runs the call on this thread.
   *
   * @throws TimeoutException when it did not end in time; this thread is not interrupted then
   * @throws ExecutionException when it failed
   */
  <T> T call(Callable<T> call, Duration timeout) throws TimeoutException, ExecutionException {
    FutureTask<T> task = new FutureTask<>(call);
    ScheduledFuture<?> end =
        alarm.schedule(() -> task.cancel(true), timeout.toNanos(), TimeUnit.NANOSECONDS);
    task.run();
    end.cancel(false);
    try {
      return task.get();
    } catch (CancellationException e) {
      Thread.interrupted(); // the alarm's own; it must not reach the next call
      throw new TimeoutException("no answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      throw new AssertionError("the task has ended before", e);
    }
  }

  @Override
  public void close() {
    alarm.shutdownNow();
  }
}
