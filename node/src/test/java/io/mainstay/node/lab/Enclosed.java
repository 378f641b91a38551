package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs a main class inside the lab's namespaces for a test, and keeps what it printed. */
record Enclosed(int exitCode, String stdout, String stderr) {
  private static final int LIMIT_SECONDS = 480;

  static Enclosed run(Class<?> mainClass, List<String> arguments)
      throws IOException, InterruptedException {
    Path stderr = Files.createTempFile("lab", ".err");
    Process process =
        new ProcessBuilder(LabEnclosure.command(LabPreflight.Privilege.ROOT, mainClass, arguments))
            .redirectError(stderr.toFile())
            .start();
    process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).exceptionally(late -> end(process));
    try (InputStream out = process.getInputStream()) {
      String stdout = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      return new Enclosed(process.waitFor(), stdout, Files.readString(stderr));
    } finally {
      process.destroyForcibly();
      Files.delete(stderr);
    }
  }

  private static Process end(Process process) {
    return process.destroyForcibly();
  }

  /** Fails with everything that was printed. */
  void assertSucceeded() {
    assertThat(exitCode).describedAs("stdout:%n%s%nstderr:%n%s", stdout, stderr).isZero();
  }

  static void assumeRoot() throws IOException {
    Assumptions.assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "needs root on Linux, for network namespaces and raw sockets");
  }

  static void assumeInstalled(String command) {
    Assumptions.assumeTrue(
        Shell.attempt(List.of("sh", "-c", "command -v \"$1\"", "sh", command)).succeeded(),
        "needs " + command);
  }
}
