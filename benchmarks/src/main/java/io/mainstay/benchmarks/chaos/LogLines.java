package io.mainstay.benchmarks.chaos;

import java.util.List;
import java.util.regex.Pattern;

/** What a node may say while its servers die: everything else of weight is a fault. */
final class LogLines {
  private static final Pattern INFO =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO |DEBUG) .*");

  private static final List<Pattern> EXPECTED =
      List.of(
          // Two cores may be busy elsewhere for a moment.
          Pattern.compile(".* WARN  health: the scheduler was held up for \\d+ ms.*"),
          Pattern.compile(".* WARN  VRRP .*priority.*"));

  private LogLines() {}

  /** Lines of a level beyond INFO, and whatever follows such a line, that have no explanation. */
  static List<String> unexplained(List<String> lines) {
    return lines.stream().filter(line -> !line.isBlank() && !explained(line)).toList();
  }

  private static boolean explained(String line) {
    return INFO.matcher(line).matches()
        || EXPECTED.stream().anyMatch(pattern -> pattern.matcher(line).matches());
  }
}
