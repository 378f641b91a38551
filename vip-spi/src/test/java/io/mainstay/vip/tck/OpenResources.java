package io.mainstay.vip.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What this process has open at one moment.
 *
 * @param threads live threads
 * @param files open descriptors; 0 where the system does not list them
 */
record OpenResources(int threads, int files) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  static OpenResources now() {
    return new OpenResources(Thread.getAllStackTraces().size(), countFiles());
  }

  private static int countFiles() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(DESCRIPTORS)) {
      return (int) files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until fewer than so many of each are open beyond these. What only the collector gives
   * back counts as given back.
   */
  boolean awaitFewerThan(int beyond, Duration limit) {
    long endNanos = System.nanoTime() + limit.toNanos();
    while (true) {
      OpenResources now = now();
      if (now.threads < threads + beyond && now.files < files + beyond) {
        return true;
      }
      if (endNanos - System.nanoTime() <= 0) {
        return false;
      }
      System.gc();
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
