package io.mainstay.benchmarks.chaos;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Notices when this machine stands still, so that nobody is blamed for being late then. */
final class StallWatch implements Runnable {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private final Journal journal;
  private volatile boolean stopped;

  StallWatch(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void run() {
    long lastNanos = System.nanoTime();
    while (!stopped) {
      LockSupport.parkNanos(STEP_NANOS);
      long nowNanos = System.nanoTime();
      if (nowNanos - lastNanos > STALL_NANOS) {
        journal.stalled(lastNanos, nowNanos);
      }
      lastNanos = nowNanos;
    }
  }

  void stop(Thread runner) throws InterruptedException {
    stopped = true;
    runner.join();
  }
}
