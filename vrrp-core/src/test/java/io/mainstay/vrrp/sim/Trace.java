package io.mainstay.vrrp.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * What happened, as a hash of everything and the last lines for people. Lines are put into words
 * only when somebody reads them.
 */
public final class Trace {
  private record Line(long nanos, String who, String what, Object detail) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%14.9f s  %-8s %-10s %s", nanos / 1e9, who, what, String.valueOf(detail));
    }
  }

  private final Deque<Line> lines = new ArrayDeque<>();
  private final int capacity;
  private long hash;
  private long count;

  Trace(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds one line.
   *
   * @param fingerprint a number that differs when the detail differs
   */
  void add(long nanos, String who, String what, long fingerprint, Object detail) {
    mix(nanos);
    mix(who.hashCode() * 31L + what.hashCode());
    mix(fingerprint);
    count++;
    if (lines.size() >= capacity) {
      lines.removeFirst();
    }
    lines.addLast(new Line(nanos, who, what, detail));
  }

  private void mix(long value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15L;
    hash ^= hash >>> 32;
  }

  /** Equal for runs in which the same happened at the same times. */
  public long hash() {
    return hash;
  }

  /** How many lines there were in all. */
  public long count() {
    return count;
  }

  /** The last lines, oldest first. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append("  ").append(line).append('\n');
    }
    return text.toString();
  }
}
