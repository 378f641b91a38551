package io.mainstay.node.track;

import io.mainstay.health.BlockingProbe;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthTarget;
import java.io.IOException;
import java.time.Duration;

/** Passes when a script exits with 0 in time; one that does not end is killed with its children. */
final class ScriptProbe implements BlockingProbe {
  private final ScriptCommand command;
  private final ProcessTable table;

  ScriptProbe(ScriptCommand command, ProcessTable table) {
    this.command = command;
    this.table = table;
  }

  @Override
  public CheckResult probe(HealthTarget target, Duration timeout) throws InterruptedException {
    long startNanos = System.nanoTime();
    try (ScriptRun run = ScriptRun.start(command, table)) {
      boolean ended = run.await(timeout);
      long tookNanos = System.nanoTime() - startNanos;
      if (!ended) {
        String late = "not done within " + timeout.toMillis() + " ms, killed";
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
