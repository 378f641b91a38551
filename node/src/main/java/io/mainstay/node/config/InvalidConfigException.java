package io.mainstay.node.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with everything that is wrong with it at once. */
public final class InvalidConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Findings findings;

  private InvalidConfigException(Findings findings) {
    super(
        findings.problems().stream()
            .map(ConfigProblem::toString)
            .collect(Collectors.joining("\n")));
    this.findings = findings;
  }

  /** The exception of one problem. */
  public static InvalidConfigException of(ConfigProblem problem) {
    Findings findings = new Findings();
    findings.problem(problem);
    return new InvalidConfigException(findings);
  }

  /** Throws when there is anything wrong; warnings alone are nothing wrong. */
  public static void throwIfAny(Findings findings) throws InvalidConfigException {
    if (!findings.problems().isEmpty()) {
      throw new InvalidConfigException(findings);
    }
  }

  /** What makes it unusable, in the order of the reading; at least one. */
  public List<ConfigProblem> problems() {
    return findings.problems();
  }

  /**
   * All that an operator should read, in the order of the lines of each file: what makes it
   * unusable, and the warnings, which are marked as such.
   */
  public List<String> lines() {
    return findings.lines();
  }
}
