package io.mainstay.node.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with everything that is wrong with it at once. */
public final class InvalidConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  InvalidConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The exception of one problem. */
  public static InvalidConfigException of(ConfigProblem problem) {
    return new InvalidConfigException(List.of(problem));
  }

  /** Throws when there is anything wrong. */
  public static void throwIfAny(List<ConfigProblem> problems) throws InvalidConfigException {
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
  }

  /** All problems in the order of the file; at least one. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
