package io.mainstay.node.notice;

import java.nio.file.Path;

/**
 * Where events are written to as lines.
 *
 * @param name what logs and status call it
 * @param events those it wants
 */
public record EventStream(String name, Target target, EventFilter events) {
  /** What is written to. */
  public sealed interface Target {}

  /** A named pipe; what nobody reads is dropped. */
  public record Fifo(Path path) implements Target {}

  /** A file, which is appended to and opened again when it was moved or deleted. */
  public record AppendedFile(Path path) implements Target {}

  /** The standard output of the process, beside its log. */
  public record StandardOutput() implements Target {}
}
