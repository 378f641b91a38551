package io.mainstay.benchmarks.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Takes one; collects the node's garbage first. */
  static Reading take(long pid, int probePort) throws IOException {
    String line;
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), probePort)) {
      probe.setSoTimeout(PATIENCE_MILLIS);
      line = new String(probe.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
    String[] numbers = line.split(" ", -1);
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return new Reading(
          Long.parseLong(numbers[0]),
          Long.parseLong(numbers[1]),
          Long.parseLong(numbers[2]),
          Long.parseLong(numbers[3]),
          files.count());
    }
  }
}
