package io.mainstay.health.host;

import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Passes while the process whose number is in a file runs, and is the one it should be. */
public final class PidFileProbe implements BlockingProbe {
  private final ProcessTable table;
  private final Path file;
  private final List<String> words;

  /**
   * @param words what the process must be, as in {@link NamedProcessProbe}, lest a recycled number
   *     pass; may be empty
   */
  public PidFileProbe(Path file, List<String> words) {
    this.table = new ProcessTable();
    this.file = file;
    this.words = List.copyOf(words);
  }

  @Override
  public CheckResult probe(HealthTarget target, Duration timeout) {
    long startNanos = System.nanoTime();
    NumberInFile number;
    try {
      number = NumberInFile.read(file);
    } catch (IOException e) {
      return failed(NumberInFile.problem(file, e), startNanos);
    }
    if (number.value() <= 0) {
      return failed(file + " holds no process number but '" + number.text() + "'", startNanos);
    }
    Optional<ProcessStat> stat = table.running(number.value());
    if (stat.isEmpty()) {
      return failed("process " + number.value() + " of " + file + " is gone", startNanos);
    }
    if (!isWanted(stat.get())) {
      return failed(
          "process "
              + number.value()
              + " of "
              + file
              + " is '"
              + stat.get().command()
              + "', not '"
              + String.join(" ", words)
              + "'",
          startNanos);
    }
    return CheckResult.of(
        CheckCode.L7OK, "process " + number.value(), System.nanoTime() - startNanos);
  }

  private boolean isWanted(ProcessStat stat) {
    return words.isEmpty()
        || new ProcessPattern(words).matches(stat, () -> table.commandLine(stat.pid()));
  }

  private static CheckResult failed(String description, long startNanos) {
    return CheckResult.of(CheckCode.L7STS, description, System.nanoTime() - startNanos);
  }
}
