package io.mainstay.node.foreign.keepalived;

import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.Tree;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Reads the numbers and seconds of lines into a tree, and tells of those that are none. */
final class Values {
  private final Findings findings;

  Values(Findings findings) {
    this.findings = findings;
  }

  /** Seconds, with decimals if wanted. */
  Optional<Duration> seconds(Block said) {
    String text = said.argument(0);
    if (text.matches("[0-9]{1,8}(\\.[0-9]{1,6})?")) {
      return Optional.of(Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValueExact()));
    }
    findings.problem(
        said.line()
            .says(
                "'"
                    + said.keyword()
                    + "' must be a number of seconds such as 2 or 0.5, not '"
                    + text
                    + "'"));
    return Optional.empty();
  }

  void seconds(Block said, Tree into, String key) {
    seconds(said).ifPresent(time -> into.put(key, time, said.line()));
  }

  Optional<Integer> number(String name, String text, Block said) {
    if (text.matches("[+-]?[0-9]{1,9}")) {
      return Optional.of(Integer.valueOf(text));
    }
    findings.problem(said.line().says("'" + name + "' must be a whole number, not '" + text + "'"));
    return Optional.empty();
  }

  void number(Block said, Tree into, String key) {
    number(said.keyword(), said.argument(0), said)
        .ifPresent(number -> into.put(key, number, said.line()));
  }
}
