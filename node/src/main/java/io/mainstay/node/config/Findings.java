package io.mainstay.node.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What reading a file found to be wrong or doubtful, each once, in the order of the reading. */
final class Findings {
  private final Set<ConfigProblem> problems = new LinkedHashSet<>();
  private final Set<ConfigProblem> warnings = new LinkedHashSet<>();

  void problem(ConfigProblem problem) {
    problems.add(problem);
  }

  void warning(ConfigProblem warning) {
    warnings.add(warning);
  }

  List<ConfigProblem> problems() {
    return List.copyOf(problems);
  }

  List<ConfigProblem> warnings() {
    return List.copyOf(warnings);
  }
}
