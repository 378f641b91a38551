package io.mainstay.health.tck;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads and descriptors of this process at one moment.
 *
 * @param threads live threads
 * @param descriptors open ones; 0 where the system does not list them
 */
record OpenThings(int threads, int descriptors) {
  private static final Path LIST = Path.of("/proc/self/fd");

  static OpenThings now() {
    String[] names = LIST.toFile().list();
    return new OpenThings(Thread.getAllStackTraces().size(), names == null ? 0 : names.length);
  }

  /** Waits until no more than so many of each are open beyond these. */
  boolean awaitAtMost(int beyond, Duration patience) {
    long endNanos = System.nanoTime() + patience.toNanos();
    while (endNanos - System.nanoTime() > 0) {
      OpenThings now = now();
      if (now.threads <= threads + beyond && now.descriptors <= descriptors + beyond) {
        return true;
      }
      LockSupport.parkNanos(20_000_000);
    }
    return false;
  }
}
