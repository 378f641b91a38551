package io.mainstay.health;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the pool on which blocking checks run. */
public final class CheckThreads {

  /** Probes that may wait for a thread; one more is refused. */
  public static final int MAX_WAITING = 1024;

  private static final long IDLE_SECONDS = 30;

  private CheckThreads() {}

  /**
   * A pool of at most {@code limit} daemon threads. A probe that waits for a thread beyond its
   * deadline is cancelled by the monitor like one that hangs.
   */
  public static ExecutorService bounded(int limit) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            limit,
            limit,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "mainstay-check-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
