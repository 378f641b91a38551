package io.mainstay.benchmarks.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What the node holds while nothing goes through it.
 *
 * @param heapBytes live objects
 * @param directBytes direct memory taken from the system
 * @param bufferBytes of that in buffers, threads' caches included
 * @param threads threads of the node, but for those of its status page
 * @param descriptors open files of the process
 */
record Reading(long heapBytes, long directBytes, long bufferBytes, long threads, long descriptors) {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int COUNTS = 10;
  private static final long COUNT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Takes one; collects the node's garbage first. */
  static Reading take(long pid, int probePort) throws IOException {
    String line;
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), probePort)) {
      probe.setSoTimeout(PATIENCE_MILLIS);
      line = new String(probe.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
    String[] numbers = line.split(" ", -1);
    return new Reading(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]),
        descriptors(Path.of("/proc/" + pid + "/fd")));
  }

  /**
   * The fewest of several counts: checks that waited for the collection are under way behind it.
   */
  private static long descriptors(Path open) throws IOException {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < COUNTS; i++) {
      try (Stream<Path> files = Files.list(open)) {
        fewest = Math.min(fewest, files.count());
      }
      LockSupport.parkNanos(COUNT_NANOS);
    }
    return fewest;
  }
}
