package io.mainstay.health.host;

import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes while a process of that name runs. It remembers the one it found, so that a probe usually
 * reads one file; only when that one is gone does it look through all processes.
 */
public final class NamedProcessProbe implements BlockingProbe {
  private final ProcessTable table;
  private final String subject;
  private final ProcessPattern pattern;
  private final long self = ProcessHandle.current().pid();
  private @Nullable ProcessStat found;

  /**
   * @param words the command, a name or a whole path, then arguments that must follow one another
   *     in its command line
   */
  public NamedProcessProbe(List<String> words) {
    this.table = new ProcessTable();
    this.subject = "process " + String.join(" ", words);
    this.pattern = new ProcessPattern(words);
  }

  @Override
  public CheckResult probe(HealthTarget target, Duration timeout) {
    long startNanos = System.nanoTime();
    ProcessStat known = found;
    if (known == null || !still(known)) {
      known = search().orElse(null);
      found = known;
    }
    long tookNanos = System.nanoTime() - startNanos;
    return known == null
        ? CheckResult.of(CheckCode.L7STS, "no " + subject, tookNanos)
        : CheckResult.of(CheckCode.L7OK, subject + " is " + known.pid(), tookNanos);
  }

  /**
   * The same process under the same name: numbers are recycled, and a process may become another.
   */
  private boolean still(ProcessStat known) {
    return table
        .running(known.pid())
        .filter(now -> now.startTicks() == known.startTicks())
        .filter(now -> now.command().equals(known.command()))
        .isPresent();
  }

  /** The node itself does not count: {@code process = java} means another one. */
  private Optional<ProcessStat> search() {
    return table
        .running()
        .filter(stat -> stat.pid() != self)
        .filter(stat -> pattern.matches(stat, () -> table.commandLine(stat.pid())))
        .findFirst();
  }
}
