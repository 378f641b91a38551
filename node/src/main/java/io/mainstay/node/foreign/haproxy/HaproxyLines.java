package io.mainstay.node.foreign.haproxy;

import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.Findings;
import io.mainstay.node.foreign.SourceLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes lines of words of a file's text; what a line sets in the environment, the next ones see.
 */
final class HaproxyLines {
  private final Map<String, String> environment;
  private final Findings findings;

  HaproxyLines(Map<String, String> environment, Findings findings) {
    this.environment = new HashMap<>(environment);
    this.findings = findings;
  }

  /** The lines that have words. */
  List<SourceLine> read(Path file, String text) {
    List<SourceLine> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String location = file + ":" + number;
      HaproxyWords.Line split = HaproxyWords.split(line, environment);
      split.mistake().ifPresent(mistake -> findings.problem(new ConfigProblem(location, mistake)));
      for (String name : split.unset()) {
        findings.warning(
            new ConfigProblem(
                location, "the environment variable " + name + " is not set, so it is empty"));
      }
      if (split.mistake().isEmpty() && !split.words().isEmpty()) {
        set(split.words());
        lines.add(new SourceLine(file.toString(), number, split.words()));
      }
    }
    return lines;
  }

  private void set(List<String> words) {
    switch (words.get(0)) {
      case "setenv" -> {
        if (words.size() == 3) {
          environment.put(words.get(1), words.get(2));
        }
      }
      case "presetenv" -> {
        if (words.size() == 3) {
          environment.putIfAbsent(words.get(1), words.get(2));
        }
      }
      case "unsetenv" -> words.subList(1, words.size()).forEach(environment::remove);
      default -> {
        // Nothing that later lines would see.
      }
    }
  }
}
