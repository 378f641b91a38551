package io.mainstay.vip;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Where a reconciler's work runs: one task at a time, in order, on whatever thread. Tests give one
 * whose clock they turn by hand.
 */
public interface SerialScheduler {

  /** Runs the task soon, never within this call. */
  void execute(Runnable task);

  /** Runs the task once the time has passed. */
  void schedule(Runnable task, long delayNanos);

  /** The monotonic clock that delays are measured on. */
  long nowNanos();

  /**
   * Runs on a scheduled executor with one thread, which may serve many reconcilers.
   *
   * @param executor must have exactly one thread
   */
  static SerialScheduler on(ScheduledExecutorService executor) {
    return new SerialScheduler() {
      @Override
      public void execute(Runnable task) {
        executor.execute(task);
      }

      @Override
      public void schedule(Runnable task, long delayNanos) {
        Future<?> unused = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
      }

      @Override
      public long nowNanos() {
        return System.nanoTime();
      }
    };
  }
}
