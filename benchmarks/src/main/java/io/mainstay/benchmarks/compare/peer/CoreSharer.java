package io.mainstay.benchmarks.compare.peer;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes part of the core that it is put on, in slices so short that whoever else is there is only
 * slower, and evenly so. Ends with its standard input.
 */
public final class CoreSharer {
  private static final long SLICE_NANOS = 60_000;
  private static final long NAP_NANOS = 50_000;

  private CoreSharer() {}

  /** Needs no words. */
  public static void main(String[] words) throws IOException {
    Thread work = new Thread(CoreSharer::work, "neighbour");
    work.setDaemon(true);
    work.start();
    Arguments.awaitParent();
  }

  private static void work() {
    while (true) {
      long end = System.nanoTime() + SLICE_NANOS;
      while (System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
      LockSupport.parkNanos(NAP_NANOS);
    }
  }
}
