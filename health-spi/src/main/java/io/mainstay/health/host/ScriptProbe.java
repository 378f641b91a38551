package io.mainstay.health.host;

import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthTarget;
import java.io.IOException;
import java.time.Duration;

/** Passes when a script exits with 0 in time; one that does not end is killed with its children. */
public final class ScriptProbe implements BlockingProbe {
  /** What killing may take beyond the time that the script has, on a host under load. */
  private static final Duration KILL_TIME = Duration.ofSeconds(1);

  private final ScriptCommand command;
  private final ProcessTable table = new ProcessTable();

  public ScriptProbe(ScriptCommand command) {
    this.command = command;
  }

  @Override
  public Duration cleanUpTime() {
    return KILL_TIME;
  }

  @Override
  public CheckResult probe(HealthTarget target, Duration limit) throws InterruptedException {
    long startNanos = System.nanoTime();
    try (ScriptRun run = ScriptRun.start(command.on(target), table)) {
      boolean ended = run.await(limit);
      long tookNanos = System.nanoTime() - startNanos;
      if (!ended) {
        String late = "not done within " + limit.toMillis() + " ms, killed";
        return CheckResult.of(CheckCode.PROCTOUT, withLine(late, run), tookNanos);
      }
      int code = run.exitCode();
      return new CheckResult(
          code == 0 ? CheckCode.PROCOK : CheckCode.PROCERR,
          code,
          withLine("exit code " + code, run),
          tookNanos);
    } catch (IOException e) {
      return CheckResult.of(
          CheckCode.PROCERR, String.valueOf(e.getMessage()), System.nanoTime() - startNanos);
    }
  }

  private static String withLine(String verdict, ScriptRun run) {
    return run.firstLine().isEmpty() ? verdict : verdict + ": " + run.firstLine();
  }
}
