package io.mainstay.node.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What reading a file found to be wrong or doubtful, each once, in the order of the reading. */
public final class Findings {
  private final Set<ConfigProblem> problems = new LinkedHashSet<>();
  private final Set<ConfigProblem> warnings = new LinkedHashSet<>();

  /** Notes what cannot be used as it is. */
  public void problem(ConfigProblem problem) {
    problems.add(problem);
  }

  /** Notes what works, but maybe not as meant. */
  public void warning(ConfigProblem warning) {
    warnings.add(warning);
  }

  /** Notes all that another reading found. */
  void addAll(Findings other) {
    problems.addAll(other.problems);
    warnings.addAll(other.warnings);
  }

  /** What cannot be used. */
  public List<ConfigProblem> problems() {
    return List.copyOf(problems);
  }

  /** What works, but maybe not as meant. */
  public List<ConfigProblem> warnings() {
    return List.copyOf(warnings);
  }

  /** The same, but in the order of the lines of each file. */
  public Findings inFileOrder() {
    Findings sorted = new Findings();
    sorted.problems.addAll(inFileOrder(problems));
    sorted.warnings.addAll(inFileOrder(warnings));
    return sorted;
  }

  /** All of it as lines, warnings marked as such, in the order of the lines of each file. */
  List<String> lines() {
    Set<ConfigProblem> all = new LinkedHashSet<>(problems);
    warnings.forEach(each -> all.add(each.asWarning()));
    return inFileOrder(all).stream().map(ConfigProblem::toString).toList();
  }

  private static List<ConfigProblem> inFileOrder(Set<ConfigProblem> found) {
    List<String> files = found.stream().map(each -> file(each.location())).distinct().toList();
    return found.stream()
        .sorted(
            Comparator.comparingInt((ConfigProblem each) -> files.indexOf(file(each.location())))
                .thenComparingInt(each -> line(each.location())))
        .toList();
  }

  private static String file(String location) {
    return location.replaceFirst(":[0-9]+$", "");
  }

  private static int line(String location) {
    String file = file(location);
    return file.equals(location) ? 0 : Integer.parseInt(location.substring(file.length() + 1));
  }
}
