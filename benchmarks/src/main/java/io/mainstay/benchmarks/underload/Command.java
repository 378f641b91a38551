package io.mainstay.benchmarks.underload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the benchmark's; it writes to a log of its own and ends when it is closed. */
final class Command implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final Process process;
  private final Path log;

  private Command(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static Command start(Path directory, String name, List<String> words) {
    return start(directory, name, words, Map.of());
  }

  static Command start(
      Path directory, String name, List<String> words, Map<String, String> environment) {
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
    builder.environment().putAll(environment);
    try {
      return new Command(name, builder.start(), log);
    } catch (IOException e) {
      throw new BenchException("cannot start " + words.get(0) + ": " + e.getMessage(), e);
    }
  }

  /** Runs a command that must succeed, and returns what it printed. */
  static String run(Path directory, String... words) {
    try (Command command = start(directory, "command", List.of(words))) {
      return command.output(END_LIMIT);
    }
  }

  /** Waits for its end, which must be a success, and returns what it printed. */
  String output(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BenchException(name + " did not end within " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while " + name + " ran", e);
    }
    if (process.exitValue() != 0) {
      throw new BenchException(name + " failed: " + printed().strip());
    }
    return printed();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String printed() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BenchException("cannot read the log of " + name + ": " + e, e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** The processor time that it and the processes it started have used so far. */
  Duration processorTime() {
    Duration own = used(process.toHandle());
    return process.descendants().map(Command::used).reduce(own, Duration::plus);
  }

  private static Duration used(ProcessHandle handle) {
    return handle.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Asks it to end, and makes it when it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
