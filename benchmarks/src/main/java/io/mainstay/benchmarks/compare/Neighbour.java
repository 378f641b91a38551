package io.mainstay.benchmarks.compare;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whoever else has part of the proxies' core, or nobody. */
final class Neighbour implements AutoCloseable {
  static final Neighbour NOBODY = new Neighbour(null);

  private final @Nullable Process process;

  private Neighbour(@Nullable Process process) {
    this.process = process;
  }

  /** It ends with its standard input, and so with this process in whatever way. */
  static Neighbour start() throws IOException {
    return new Neighbour(
        new ProcessBuilder(Commands.neighbour())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /**
   * Who measures beside it wants to know.
   *
   * @throws IOException when it has ended
   */
  void requireThere() throws IOException {
    if (process != null && !process.isAlive()) {
      throw new IOException("the neighbour ended with " + process.exitValue());
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
