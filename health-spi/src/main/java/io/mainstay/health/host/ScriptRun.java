package io.mainstay.health.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One run of a script. Closing it ends the script with everything in its session. */
final class ScriptRun implements AutoCloseable {
  /** Between two looks at the output, so that a script never blocks on a full pipe for long. */
  private static final long DRAIN_MILLIS = 20;

  /** How many pipes full one look takes. */
  private static final int DRAIN_ROUNDS = 16;

  /** What a script has to clean up between SIGTERM and SIGKILL. */
  private static final long TERM_MILLIS = 100;

  /** How often the session is searched for what still runs; each round kills all it finds. */
  private static final int KILL_ROUNDS = 200;

  private static final int FIRST_LINE_BYTES = 200;

  private final Process process;
  private final ProcessTable table;
  private final StringBuilder output = new StringBuilder();
  private boolean ended;

  private ScriptRun(Process process, ProcessTable table) {
    this.process = process;
    this.table = table;
  }

  static ScriptRun start(ScriptCommand command, ProcessTable table) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command.words());
    builder.environment().putAll(command.environment());
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    return new ScriptRun(process, table);
  }

  /** Waits for the end; false when it did not come in time. */
  boolean await(Duration limit) throws InterruptedException, IOException {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    while (!ended && deadlineNanos - System.nanoTime() > 0) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()) + 1;
      ended = process.waitFor(Math.min(DRAIN_MILLIS, leftMillis), TimeUnit.MILLISECONDS);
      drain();
    }
    return ended;
  }

  int exitCode() {
    return process.exitValue();
  }

  /** The first line of what it wrote, to standard output or error. */
  String firstLine() {
    String line = output.toString().lines().findFirst().orElse("");
    return line.replaceAll("\\p{Cntrl}", " ").strip();
  }

  /**
   * Takes what is there without waiting: a child left behind may hold the pipe open for ever. Takes
   * so much and no more: a script may write for ever.
   */
  private void drain() throws IOException {
    InputStream in = process.getInputStream();
    for (int round = 0; round < DRAIN_ROUNDS && in.available() > 0; round++) {
      byte[] bytes = in.readNBytes(in.available());
      int wanted = Math.min(bytes.length, FIRST_LINE_BYTES - output.length());
      if (wanted > 0) {
        output.append(new String(bytes, 0, wanted, StandardCharsets.UTF_8));
      }
    }
  }

  /** Ends what did not end in time, first politely; a script that ended is left alone. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // ending must not be cut short
    try {
      if (!ended) {
        session().forEach(ProcessHandle::destroy);
        interrupted |= !awaitQuietly();
        kill();
      }
      process.getInputStream().close();
    } catch (IOException e) {
      // Only the reading end of a pipe: there is nobody left to hear of it.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** False when it was interrupted. */
  private boolean awaitQuietly() {
    try {
      process.waitFor(TERM_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Children may start children meanwhile, hence the rounds. */
  private void kill() {
    for (int round = 0; round < KILL_ROUNDS; round++) {
      List<ProcessHandle> left = session();
      if (left.isEmpty() && !process.isAlive()) {
        return;
      }
      left.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /**
   * All processes of the script's session. Its number stays taken while one of them lives, even
   * after the script itself has ended.
   */
  private List<ProcessHandle> session() {
    return table
        .running()
        .filter(stat -> stat.session() == process.pid())
        .flatMap(stat -> ProcessHandle.of(stat.pid()).stream())
        .toList();
  }
}
