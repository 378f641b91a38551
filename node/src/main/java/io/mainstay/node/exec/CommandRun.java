package io.mainstay.node.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one command in a process group of its own, which is killed when it does not end in time. */
public final class CommandRun {
  private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);

  /** Between two looks at the output, so that a command never blocks on a full pipe for long. */
  private static final long LOOK_MILLIS = 10;

  /** What one look takes; a command may write for ever. */
  private static final int LOOK_BYTES = 65_536;

  private static final int MAX_OUTPUT_BYTES = 4096;
  private static final long KILL_SECONDS = 5;

  /**
   * How a command ended.
   *
   * @param ended false when it was killed
   * @param exitCode meaningless when it was killed
   * @param output the first 4 KiB of what it wrote, to standard output or error
   */
  public record End(boolean ended, int exitCode, String output) {
    /** The first line of the output; empty without one. */
    public String firstLine() {
      return output.lines().findFirst().orElse("");
    }
  }

  private final Process process;
  private final StringBuilder output = new StringBuilder();

  private CommandRun(Process process) {
    this.process = process;
  }

  /**
   * Runs it to its end, which may be violent.
   *
   * @param words the command, which must become the leader of a session, as {@code setsid} makes it
   * @param environment added to this process's own
   * @throws IOException when it cannot be started
   * @throws InterruptedException when interrupted; the command is killed then
   */
  public static End run(List<String> words, Map<String, String> environment, long limitNanos)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    CommandRun run = new CommandRun(builder.start());
    boolean ended = false;
    try {
      run.process.getOutputStream().close();
      ended = run.await(limitNanos);
      return new End(ended, ended ? run.process.exitValue() : -1, run.output.toString());
    } finally {
      if (!ended) {
        run.killGroup();
      }
      run.process.getInputStream().close();
    }
  }

  private boolean await(long limitNanos) throws IOException, InterruptedException {
    long endNanos = System.nanoTime() + limitNanos;
    while (true) {
      long leftNanos = endNanos - System.nanoTime();
      long waitMillis = Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1);
      boolean ended = process.waitFor(Math.max(0, waitMillis), TimeUnit.MILLISECONDS);
      drain();
      if (ended || leftNanos <= 0) {
        return ended;
      }
    }
  }

  /** Takes what is there without waiting: a child left behind may hold the pipe open for ever. */
  private void drain() throws IOException {
    InputStream in = process.getInputStream();
    int available = Math.min(in.available(), LOOK_BYTES);
    byte[] bytes = available > 0 ? in.readNBytes(available) : new byte[0];
    int wanted = Math.min(bytes.length, MAX_OUTPUT_BYTES - output.length());
    if (wanted > 0) {
      output.append(new String(bytes, 0, wanted, StandardCharsets.UTF_8));
    }
  }

  /** Java kills processes and not groups, so the shell's own kill does. */
  private void killGroup() {
    boolean interrupted = Thread.interrupted(); // killing must not be cut short
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + process.pid())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean done = kill.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      if (!done || !process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("exec: process group {} does not end after SIGKILL", process.pid());
      }
    } catch (IOException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
