package io.mainstay.benchmarks.underload;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a heap under pressure: a thread that allocates at a steady rate. Most of it dies at once;
 * one block in {@value #KEPT_ONE_IN} is kept for long and dies old, so that the old generation
 * fills and must be collected too. Loaded into the measured process as a Java agent; it depends on
 * nothing but the JDK.
 */
public final class HeapChurn {
  private static final int BLOCK_BYTES = 4096;
  private static final int KEPT_ONE_IN = 16;
  private static final int BLOCKS_PER_MEGABYTE = 256;
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final byte[][] live;
  private final long nanosPerBlock;
  private long allocated;

  private HeapChurn(int liveMegabytes, int megabytesPerSecond) {
    live = new byte[Math.max(1, liveMegabytes * BLOCKS_PER_MEGABYTE)][];
    nanosPerBlock = TimeUnit.SECONDS.toNanos(1) / ((long) megabytesPerSecond * BLOCKS_PER_MEGABYTE);
  }

  /**
   * Called by the JVM before the program's main method.
   *
   * @param options megabytes to keep alive, a comma, megabytes to allocate each second
   */
  public static void premain(String options) {
    String[] numbers = options.split(",", 2);
    HeapChurn churn = new HeapChurn(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    Thread thread = new Thread(churn::run, "heap-churn");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    long doneNanos = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      while (doneNanos - now < 0) {
        byte[] block = new byte[BLOCK_BYTES];
        if (allocated % KEPT_ONE_IN == 0) {
          live[(int) (allocated / KEPT_ONE_IN % live.length)] = block;
        }
        allocated++;
        doneNanos += nanosPerBlock;
      }
      LockSupport.parkNanos(PACE_NANOS);
    }
  }
}
