package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import java.time.Duration;
import java.util.Optional;

/** Reads the numbers and times of a line, and tells of those that are none. */
final class Arguments {
  private final Findings findings;

  Arguments(Findings findings) {
    this.findings = findings;
  }

  /** A time above zero; zero, which HAProxy takes for "not set", is told and left out. */
  Optional<Duration> time(String keyword, String text, SourceLine line) {
    Optional<Duration> time = anyTime(keyword, text, line);
    if (time.isPresent() && time.get().isZero()) {
      findings.warning(line.says("'" + keyword + "' of 0 is taken for not set"));
      return Optional.empty();
    }
    return time;
  }

  /** A time, zero included. */
  Optional<Duration> anyTime(String keyword, String text, SourceLine line) {
    Optional<Duration> time = HaproxyTime.parse(text);
    if (time.isEmpty()) {
      findings.problem(
          line.says(
              "'"
                  + keyword
                  + "' must be a time such as 5000, 500ms, 10s or 2m, at most 24 days, not '"
                  + text
                  + "'"));
    }
    return time;
  }

  /** A whole number that is not negative, or -1 where that means something. */
  Optional<Integer> number(String keyword, String text, SourceLine line) {
    if (text.matches("-1|[0-9]{1,9}")) {
      return Optional.of(Integer.valueOf(text));
    }
    findings.problem(line.says("'" + keyword + "' must be a whole number, not '" + text + "'"));
    return Optional.empty();
  }
}
