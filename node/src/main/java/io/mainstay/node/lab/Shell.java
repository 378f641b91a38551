package io.mainstay.node.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs short commands to their end. */
final class Shell {
  static final int LIMIT_SECONDS = 15;

  private Shell() {}

  /** What a command left behind: its exit code and everything it printed on stdout and stderr. */
  record Outcome(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  /**
   * Runs a command that must succeed.
   *
   * @return what it printed
   * @throws LabException when it cannot start, fails, or takes longer than {@link #LIMIT_SECONDS}
   */
  static String run(List<String> command) {
    Outcome outcome = attempt(command);
    if (!outcome.succeeded()) {
      throw new LabException(
          String.format(
              Locale.ROOT,
              "`%s` failed with exit code %d: %s",
              String.join(" ", command),
              outcome.exitCode(),
              oneLine(outcome.output())));
    }
    return outcome.output();
  }

  static Outcome attempt(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      searchSystemDirectories(builder.environment());
      Process process = builder.start();
      process.getOutputStream().close();
      Future<?> unused =
          process
              .onExit()
              .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
              .whenComplete((ended, late) -> process.toHandle().destroyForcibly());
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new LabException("cannot run `" + command.get(0) + "`: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while `" + command.get(0) + "` ran", e);
    }
  }

  static String oneLine(String output) {
    return output.isBlank() ? "no message" : output.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /** `ip` lives in a directory that an ordinary user's PATH often leaves out. */
  static void searchSystemDirectories(Map<String, String> environment) {
    environment.merge("PATH", "/usr/sbin:/sbin", (path, system) -> path + ":" + system);
  }
}
