package io.mainstay.health.host;

import java.util.Optional;

/**
 * What the kernel's {@code /proc/PID/stat} says of a process.
 *
 * @param pid its number
 * @param command its name, cut by the kernel after 15 bytes
 * @param state the kernel's letter, such as {@code S} for sleeping or {@code Z} for zombie
 * @param session the number of its session's leader
 * @param startTicks when it started, in the kernel's ticks since boot; tells a recycled number
 */
record ProcessStat(long pid, String command, char state, long session, long startTicks) {
  /** The fields after the command, counted from 0 as the state. */
  private static final int SESSION = 3;

  private static final int START = 19;

  static Optional<ProcessStat> parse(String line) {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')'); // the command itself may hold parentheses and blanks
    if (open < 2 || close < open || close + 2 > line.length()) {
      return Optional.empty();
    }
    String[] fields = line.substring(close + 1).strip().split(" ", -1);
    if (fields.length <= START) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessStat(
              Long.parseLong(line.substring(0, open - 1)),
              line.substring(open + 1, close),
              fields[0].charAt(0),
              Long.parseLong(fields[SESSION]),
              Long.parseLong(fields[START])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A zombie holds its number and does nothing. */
  boolean running() {
    return state != 'Z' && state != 'X' && state != 'x';
  }
}
