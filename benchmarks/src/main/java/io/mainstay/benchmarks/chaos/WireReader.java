package io.mainstay.benchmarks.chaos;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads heads and bodies and takes nothing for whole that is not. One thread. */
final class WireReader {
  /** Is told of every piece of a body, and may break off by an exception. */
  interface Sink {
    void take(byte[] bytes, int from, int to) throws IOException;
  }

  private static final int LONGEST_LINE = 32 * 1024;
  private static final int PIECE = 16 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[PIECE];
  private int position;
  private int limit;

  WireReader(InputStream in) {
    this.in = in;
  }

  private boolean fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer));
    }
    return limit > 0;
  }

  /** Whether the peer has said its last word; waits for that or more bytes. */
  boolean atEnd() throws IOException {
    return !fill();
  }

  private @Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder(80);
    while (fill()) {
      char c = (char) (buffer[position++] & 0xff);
      if (c == '\n') {
        int end = line.length() - 1;
        if (end < 0 || line.charAt(end) != '\r') {
          throw new WrongBytesException("a line without CR: " + line);
        }
        line.setLength(end);
        return line.toString();
      }
      if (line.append(c).length() > LONGEST_LINE) {
        throw new WrongBytesException("a line without an end");
      }
    }
    if (line.length() > 0) {
      throw new EOFException("inside a line");
    }
    return null;
  }

  /** A line that must be there. */
  String wholeLine() throws IOException {
    String line = line();
    if (line == null) {
      throw new EOFException("before a line");
    }
    return line;
  }

  /** The next head; null when the peer has said its last word before it. */
  @Nullable Head head() throws IOException {
    String first = line();
    if (first == null) {
      return null;
    }
    Map<String, String> fields = new HashMap<>();
    for (String line = wholeLine(); !line.isEmpty(); line = wholeLine()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new WrongBytesException("not a field: " + line);
      }
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Head(first, fields);
  }

  /** Reads a body to its end. */
  void body(Framing framing, long length, Sink sink) throws IOException {
    switch (framing) {
      case NONE -> {}
      case LENGTH -> exactly(length, sink);
      case UNTIL_CLOSE -> {
        while (fill()) {
          some(limit - position, sink);
        }
      }
      case CHUNKED -> chunks(sink);
    }
  }

  private void chunks(Sink sink) throws IOException {
    while (true) {
      String size = wholeLine();
      if (!size.matches("[0-9a-f]{1,8}")) {
        throw new WrongBytesException("not a chunk's size: " + size);
      }
      long bytes = Long.parseLong(size, 16);
      exactly(bytes, sink);
      if (!wholeLine().isEmpty()) {
        throw new WrongBytesException("a chunk goes on behind its end");
      }
      if (bytes == 0) {
        return;
      }
    }
  }

  private void exactly(long length, Sink sink) throws IOException {
    long left = length;
    while (left > 0) {
      if (!fill()) {
        throw new EOFException(left + " bytes are missing");
      }
      left -= some((int) Math.min(left, limit - position), sink);
    }
  }

  private int some(int length, Sink sink) throws IOException {
    int from = position;
    position += length;
    sink.take(buffer, from, from + length);
    return length;
  }

  /** Reads what is there, at least a byte; false when the peer has said its last word. */
  boolean piece(Sink sink) throws IOException {
    return fill() && some(limit - position, sink) > 0;
  }
}
