package io.mainstay.vip;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A scheduler whose clock a test turns by hand. */
final class ManualScheduler implements SerialScheduler {

  private record Timer(long atNanos, long number, Runnable task) {}

  private final Queue<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::atNanos).thenComparing(Timer::number));
  private long number;
  private long nowNanos;

  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  @Override
  public void schedule(Runnable task, long delayNanos) {
    timers.add(new Timer(nowNanos + delayNanos, number++, task));
  }

  @Override
  public long nowNanos() {
    return nowNanos;
  }

  /** Runs what waits, without any time passing. */
  void run() {
    for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
      task.run();
    }
  }

  /** Lets time pass, stopping at every timer. */
  void advance(Duration time) {
    long endNanos = nowNanos + time.toNanos();
    run();
    for (Timer next = timers.peek();
        next != null && next.atNanos <= endNanos;
        next = timers.peek()) {
      timers.remove();
      nowNanos = Math.max(nowNanos, next.atNanos);
      next.task.run();
      run();
    }
    nowNanos = endNanos;
  }

  int waitingTimers() {
    return timers.size();
  }
}
