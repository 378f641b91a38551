package io.mainstay.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Whether what a node holds at rest stays the same: the middle of the first third, and of the last.
 */
final class Flatness {
  /** With fewer readings a third says nothing. */
  static final int FEWEST = 4;

  private static final long MEGABYTE = 1024 * 1024;

  /**
   * One quantity.
   *
   * @param name what it is
   * @param first median of the first third
   * @param last median of the last
   * @param allowed how much more the last may be
   */
  record Line(String name, long first, long last, long allowed) {
    boolean flat() {
      return last - first <= allowed;
    }
  }

  private Flatness() {}

  /** All quantities; readings in the order in which they were taken. */
  static List<Line> of(List<Reading> readings) {
    return List.of(
        line("heapBytes", readings, Reading::heapBytes, 2 * MEGABYTE, 20),
        // The allocator takes it in pieces of 4 MiB, and gives them back late.
        line("directBytes", readings, Reading::directBytes, 12 * MEGABYTE, 4),
        line("bufferBytes", readings, Reading::bufferBytes, 2 * MEGABYTE, 4),
        line("threads", readings, Reading::threads, 2, Integer.MAX_VALUE),
        line("descriptors", readings, Reading::descriptors, 2, Integer.MAX_VALUE));
  }

  /** What grows, in one line each. */
  static List<String> complaints(List<Reading> readings) {
    List<String> complaints = new ArrayList<>();
    if (readings.size() >= FEWEST) {
      for (Line line : of(readings)) {
        complaint(line).ifPresent(complaints::add);
      }
    }
    return complaints;
  }

  private static Optional<String> complaint(Line line) {
    return line.flat()
        ? Optional.empty()
        : Optional.of(
            line.name() + " grew from " + line.first() + " to " + line.last() + " at rest");
  }

  private static Line line(
      String name, List<Reading> readings, ToLongFunction<Reading> of, long least, int share) {
    int third = Math.max(1, readings.size() / 3);
    long first = median(readings.subList(0, third), of);
    long last = median(readings.subList(readings.size() - third, readings.size()), of);
    return new Line(name, first, last, Math.max(least, first / share));
  }

  private static long median(List<Reading> readings, ToLongFunction<Reading> of) {
    long[] sorted = readings.stream().mapToLong(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
