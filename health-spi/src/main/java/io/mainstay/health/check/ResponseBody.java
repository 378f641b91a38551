package io.mainstay.health.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The body of an answer, as far as a check reads it: to its end, or to {@link #MAX_BYTES}, which is
 * as good. Understands Content-Length, chunks, and a body that ends with its connection (RFC 9112
 * section 6.3).
 */
final class ResponseBody {
  /** What is looked at; a body may go on for ever. */
  static final int MAX_BYTES = 64 * 1024;

  private static final long UNTIL_CLOSE = -1;
  private static final int MAX_LINE_BYTES = 1024;

  /** Where the decoder stands. */
  private enum Part {
    DATA,
    CHUNK_SIZE,
    CHUNK_END,
    TRAILER,
    DONE,
    BROKEN
  }

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length;
  private Part part;
  private final boolean chunked;
  private long left;
  private final StringBuilder line = new StringBuilder();

  ResponseBody(ResponseHead head) {
    List<String> encodings = head.values("transfer-encoding");
    List<String> lengths = head.values("content-length").stream().distinct().toList();
    chunked =
        !encodings.isEmpty()
            && encodings.get(encodings.size() - 1).toLowerCase(Locale.ROOT).endsWith("chunked");
    part = chunked ? Part.CHUNK_SIZE : Part.DATA;
    left = UNTIL_CLOSE;
    if (encodings.isEmpty() && !lengths.isEmpty()) {
      boolean plain = lengths.size() == 1 && lengths.get(0).matches("[0-9]{1,18}");
      left = plain ? Long.parseLong(lengths.get(0)) : 0;
      part = !plain ? Part.BROKEN : left == 0 ? Part.DONE : Part.DATA;
    }
  }

  /** Whether nothing more is needed. */
  boolean complete() {
    return part == Part.DONE || length == MAX_BYTES;
  }

  /** Whether the framing is against the rules. */
  boolean broken() {
    return part == Part.BROKEN;
  }

  /** Whether the end of the connection is the end of the body. */
  boolean endsWithConnection() {
    return !chunked && left == UNTIL_CLOSE;
  }

  String text() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  void read(ByteBuffer in) {
    while (in.hasRemaining() && !complete() && !broken()) {
      if (part == Part.DATA) {
        readData(in);
      } else {
        readLine(in);
      }
    }
  }

  private void readData(ByteBuffer in) {
    int room = Math.min(in.remaining(), MAX_BYTES - length);
    int count = left == UNTIL_CLOSE ? room : (int) Math.min(room, left);
    in.get(bytes, length, count);
    length += count;
    if (left != UNTIL_CLOSE) {
      left -= count;
      if (left == 0) {
        part = chunked ? Part.CHUNK_END : Part.DONE;
      }
    }
  }

  private void readLine(ByteBuffer in) {
    char c = (char) (in.get() & 0xff);
    if (c != '\n') {
      line.append(c);
      if (line.length() > MAX_LINE_BYTES) {
        part = Part.BROKEN;
      }
      return;
    }
    boolean ended = line.length() > 0 && line.charAt(line.length() - 1) == '\r';
    String text = ended ? line.substring(0, line.length() - 1) : "";
    line.setLength(0);
    part = ended ? afterLine(text) : Part.BROKEN;
  }

  private Part afterLine(String text) {
    return switch (part) {
      case CHUNK_SIZE -> afterSize(text.split(";", 2)[0].strip());
      case CHUNK_END -> text.isEmpty() ? Part.CHUNK_SIZE : Part.BROKEN;
      case TRAILER -> text.isEmpty() ? Part.DONE : Part.TRAILER;
      default -> part;
    };
  }

  private Part afterSize(String size) {
    if (!size.matches("[0-9a-fA-F]{1,15}")) {
      return Part.BROKEN;
    }
    left = Long.parseLong(size, 16);
    return left == 0 ? Part.TRAILER : Part.DATA;
  }
}
