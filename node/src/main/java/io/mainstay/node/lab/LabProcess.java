package io.mainstay.node.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process that runs until it is told to end; keeps the last lines it printed. */
final class LabProcess {
  static final int TAIL_LINES = 30;

  private final String name;
  private final Process process;
  private final Deque<String> tail = new ArrayDeque<>(TAIL_LINES);

  private LabProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts a process. Its stdin is a pipe that stays open for as long as this JVM lives.
   *
   * @param onLine called for each line of stdout and stderr, on a thread of this process' own
   */
  static LabProcess start(String name, List<String> command, Consumer<String> onLine) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      Shell.searchSystemDirectories(builder.environment());
      LabProcess started = new LabProcess(name, builder.start());
      Thread reader = new Thread(() -> started.readLines(onLine), "lab-" + name);
      reader.setDaemon(true);
      reader.start();
      return started;
    } catch (IOException e) {
      throw new LabException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  private void readLines(Consumer<String> onLine) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        remember(line);
        onLine.accept(line);
      }
    } catch (IOException e) {
      remember("(output of " + name + " ended: " + e.getMessage() + ")");
    }
  }

  private void remember(String line) {
    synchronized (tail) {
      if (tail.size() == TAIL_LINES) {
        tail.removeFirst();
      }
      tail.addLast(line);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Sends SIGTERM. Not {@code Process.destroy()}, which also closes the pipe its last words come
   * through.
   */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Sends SIGKILL. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /**
   * Sends SIGKILL to it and to every process it started. Those first: a child may have asked to be
   * told of its parent's death, and would clean up.
   */
  void killTree() {
    process.toHandle().descendants().toList().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly();
  }

  boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while waiting for the end of " + name, e);
    }
  }

  /** The last lines it printed, oldest first, at most {@link #TAIL_LINES}. */
  List<String> tail() {
    synchronized (tail) {
      return List.copyOf(tail);
    }
  }
}
