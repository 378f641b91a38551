package io.mainstay.node.log;

import io.mainstay.node.accesslog.LineBuffer;
import java.nio.ByteBuffer;

/** Some lines, each with a line feed, on their way to a target. For one thread. */
final class LogBatch {
  /** Behind so many bytes a batch takes no more lines. */
  private static final int FULL_BYTES = 64 * 1024;

  private static final int MOST_LINES = 512;

  private final LineBuffer buffer = new LineBuffer(FULL_BYTES + 4096);
  private final int[] ends = new int[MOST_LINES];
  private int lines;
  private int writtenLines;
  private int writtenBytes;

  /** Where the next line is written to; {@link #endLine} follows. */
  LineBuffer buffer() {
    return buffer;
  }

  /** Where the line begins that is being written. */
  int lineStart() {
    return lines == 0 ? 0 : ends[lines - 1];
  }

  /** A line is complete, its line feed included. */
  void endLine() {
    ends[lines++] = buffer.length();
  }

  /** What was begun of a line is no line. */
  void dropLine() {
    buffer.cut(lineStart());
  }

  boolean full() {
    return lines == MOST_LINES || buffer.length() >= FULL_BYTES;
  }

  /** Whether nothing is left to be written. */
  boolean done() {
    return writtenLines == lines;
  }

  /** The lines that are not written, or not wholly. */
  int linesLeft() {
    return lines - writtenLines;
  }

  /** All that is left. */
  ByteBuffer left() {
    return ByteBuffer.wrap(buffer.bytes(), writtenBytes, buffer.length() - writtenBytes);
  }

  /** The first line that is left, with its line feed. */
  ByteBuffer nextLine() {
    return ByteBuffer.wrap(buffer.bytes(), writtenBytes, ends[writtenLines] - writtenBytes);
  }

  /** So many bytes more are written. */
  void wrote(int bytes) {
    writtenBytes += bytes;
    while (writtenLines < lines && ends[writtenLines] <= writtenBytes) {
      writtenLines++;
    }
  }

  /** A line that was begun is to be written from its beginning, to another reader. */
  void rewindToLine() {
    writtenBytes = writtenLines == 0 ? 0 : ends[writtenLines - 1];
  }

  void clear() {
    buffer.cut(0);
    lines = 0;
    writtenLines = 0;
    writtenBytes = 0;
  }
}
