package io.mainstay.vip.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.HealthStateLog;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the Engine says that a container is. Pure.
 *
 * @param status {@code running}, {@code paused}, {@code exited} and so on
 * @param exitCode what its process ended with, meaningful when it does not run
 * @param verdict what the Engine makes of its HEALTHCHECK, {@code healthy}, {@code unhealthy} or
 *     {@code starting}; empty when it has none
 * @param output what its HEALTHCHECK said last, on one line
 */
record ContainerHealth(String status, int exitCode, String verdict, String output) {

  static ContainerHealth of(InspectContainerResponse.ContainerState state) {
    @Nullable Long exitCode = state.getExitCodeLong();
    @Nullable HealthState health = state.getHealth();
    String verdict = health == null ? "" : lower(health.getStatus());
    return new ContainerHealth(
        lower(state.getStatus()),
        exitCode == null ? 0 : exitCode.intValue(),
        verdict.equals("none") ? "" : verdict,
        health == null ? "" : lastOutput(health.getLog()));
  }

  /** What that means for a server that runs in it. */
  CheckResult judge(long durationNanos) {
    if (!status.equals("running")) {
      boolean ended = status.equals("exited") || status.equals("dead");
      return new CheckResult(
          CheckCode.PROCERR,
          ended ? exitCode : CheckResult.NO_STATUS,
          ended ? status + " with code " + exitCode : status,
          durationNanos);
    }
    return switch (verdict) {
      case "" -> CheckResult.of(CheckCode.PROCOK, "running", durationNanos);
      case "healthy" -> CheckResult.of(CheckCode.L7OK, verdict, durationNanos);
      default ->
          CheckResult.of(
              CheckCode.L7STS, output.isEmpty() ? verdict : verdict + ": " + output, durationNanos);
    };
  }

  private static String lower(@Nullable String text) {
    return text == null ? "unknown" : text.toLowerCase(Locale.ROOT);
  }

  private static String lastOutput(@Nullable List<HealthStateLog> log) {
    if (log == null || log.isEmpty()) {
      return "";
    }
    @Nullable String output = log.get(log.size() - 1).getOutput();
    return output == null ? "" : output.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }
}
