package io.mainstay.benchmarks.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files a process may open. */
final class OpenFiles {
  private static final Pattern SOFT_LIMIT =
      Pattern.compile("^Max open files\\s+(\\d+|unlimited)", Pattern.MULTILINE);

  private OpenFiles() {}

  /** The limit that holds, from the text of /proc/PID/limits. */
  static int limit(String limits) {
    Matcher line = SOFT_LIMIT.matcher(limits);
    if (!line.find()) {
      throw new IllegalArgumentException("not a /proc/PID/limits: " + limits);
    }
    return line.group(1).equals("unlimited")
        ? Integer.MAX_VALUE
        : (int) Math.min(Long.parseLong(line.group(1)), Integer.MAX_VALUE);
  }
}
