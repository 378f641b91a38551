package io.mainstay.health;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the pool on which blocking checks run. */
public final class CheckThreads {

  private static final long IDLE_SECONDS = 30;

  private CheckThreads() {}

  /**
   * A pool of at most {@code limit} daemon threads without a queue: a probe that finds no free
   * thread is refused at once, because a late probe says nothing about the server.
   */
  public static ExecutorService bounded(int limit) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        limit,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "mainstay-check-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
