package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A process of its own in a network namespace of its own, whose settings and counters are its own.
 */
final class OwnNamespace {
  private static final String INSIDE = "OwnNamespace.inside";

  private OwnNamespace() {}

  /** Runs the main method of a class there, which has to end well. */
  static void run(Class<?> main, String... words) throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "needs root for a network namespace");
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-n",
                "sh",
                "-c",
                "ip link set lo up && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + INSIDE + "=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  /** What such a main method begins with: it must not change the host's settings. */
  static void requireInside() {
    if (!Boolean.getBoolean(INSIDE)) {
      throw new IllegalStateException("only in a network namespace of its own");
    }
  }
}
