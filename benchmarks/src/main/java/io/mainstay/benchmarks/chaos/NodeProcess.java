package io.mainstay.benchmarks.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node as its distribution starts it, with the probe inside. */
final class NodeProcess implements AutoCloseable {
  private static final int END_SECONDS = 30;

  private final Process process;
  private final Path log;

  private NodeProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param home its distribution
   * @param probe the agent's jar, and behind "=" its port
   */
  static NodeProcess start(Path home, Path configuration, String probe, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin/mainstay").toString(), "run", "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .merge(
            "JAVA_OPTS",
            "-Xmx256m -Dio.netty.leakDetection.level=paranoid -javaagent:" + probe,
            (own, more) -> more + " " + own);
    return new NodeProcess(builder.start(), log);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** All that it has written so far. */
  List<String> lines() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8).lines().toList();
  }

  /** Asks it to end; false when it had to be ended. */
  boolean stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(END_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
