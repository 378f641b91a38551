package io.mainstay.node.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says of the metrics. */
@Tag("root")
class PromtoolTest {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder = Path.of("");

  @Test
  void shouldPassPrometheusOwnCheck() throws Exception {
    assumeTrue(Files.isExecutable(PROMTOOL), "needs promtool: apt-get install prometheus");
    Path metrics = folder.resolve("metrics");
    Path output = folder.resolve("output");
    Files.writeString(metrics, Metrics.text(Snapshots.named("web", "Connection refused")));

    Process check =
        new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
            .redirectInput(metrics.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(check.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      check.destroyForcibly();
    }

    assertThat(Files.readString(output, StandardCharsets.UTF_8)).isEmpty();
    assertThat(check.exitValue()).isZero();
  }
}
