package io.mainstay.benchmarks.compare.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/1.1 messages whose start and body length are known. A proxy writes heads of its own, but
 * always of the same length: so the first one is searched for its end and its Content-Length is
 * checked, and of the following ones only the start and the empty line where it should be. A head
 * of another length is searched again.
 */
final class HttpIncoming implements Incoming {
  private static final int START_BYTES = 12;
  private static final int MOST_HEAD_BYTES = 16 * 1024;
  private static final int EMPTY_LINE = 0x0d0a0d0a;
  private static final String LENGTH_FIELD = "\r\ncontent-length:";

  private final long start8;
  private final int start4;
  private final int bodyBytes;
  private final HeadLength learned;
  private final String expected;
  private byte[] stash = new byte[0];
  private int stashed;
  private int bodyLeft;
  private String complaint = "";

  /** For messages that begin like {@code message}: a status line, or a method and a path. */
  HttpIncoming(byte[] message, int bodyBytes, HeadLength learned) {
    this.expected = new String(message, 0, START_BYTES, StandardCharsets.ISO_8859_1);
    long eight = 0;
    for (int i = 0; i < 8; i++) {
      eight = eight << 8 | message[i];
    }
    int four = 0;
    for (int i = 8; i < START_BYTES; i++) {
      four = four << 8 | message[i];
    }
    this.start8 = eight;
    this.start4 = four;
    this.bodyBytes = bodyBytes;
    this.learned = learned;
  }

  @Override
  public Step take(ByteBuf buffer) {
    if (bodyLeft > 0) {
      return takeBody(buffer);
    }
    if (stashed > 0) {
      return takeLateHead(buffer);
    }
    int readable = buffer.readableBytes();
    int at = buffer.readerIndex();
    int length = learned.bytes();
    if (length > 0 && readable >= length && buffer.getInt(at + length - 4) == EMPTY_LINE) {
      if (buffer.getLong(at) != start8 || buffer.getInt(at + 8) != start4) {
        return wrong(text(buffer, at, Math.min(readable, 64)));
      }
      return headEnded(buffer, length);
    }
    return takeLateHead(buffer);
  }

  @Override
  public boolean atStart() {
    return bodyLeft == 0 && stashed == 0;
  }

  @Override
  public String complaint() {
    return complaint;
  }

  /** Byte by byte: for first heads, and those that come in pieces. */
  private Step takeLateHead(ByteBuf buffer) {
    if (stash.length == 0) {
      stash = new byte[MOST_HEAD_BYTES];
    }
    while (buffer.isReadable()) {
      if (stashed == MOST_HEAD_BYTES) {
        return wrong("a head without end");
      }
      stash[stashed++] = buffer.readByte();
      if (emptyLineStashed()) {
        return lateHeadEnded(buffer);
      }
    }
    return Step.MORE;
  }

  private boolean emptyLineStashed() {
    return stashed >= 4
        && stash[stashed - 1] == '\n'
        && stash[stashed - 2] == '\r'
        && stash[stashed - 3] == '\n'
        && stash[stashed - 4] == '\r';
  }

  private Step lateHeadEnded(ByteBuf buffer) {
    String head = new String(stash, 0, stashed, StandardCharsets.ISO_8859_1);
    learned.learn(stashed);
    stashed = 0;
    if (!head.startsWith(expected)) {
      return wrong(head);
    }
    if (contentLength(head) != bodyBytes) {
      return wrong("not " + bodyBytes + " bytes of content, but " + head);
    }
    return headEnded(buffer, 0);
  }

  private Step headEnded(ByteBuf buffer, int headBytes) {
    buffer.skipBytes(headBytes);
    bodyLeft = bodyBytes;
    return bodyLeft == 0 ? Step.WHOLE : takeBody(buffer);
  }

  private Step takeBody(ByteBuf buffer) {
    int taken = Math.min(bodyLeft, buffer.readableBytes());
    buffer.skipBytes(taken);
    bodyLeft -= taken;
    return bodyLeft == 0 ? Step.WHOLE : Step.MORE;
  }

  private Step wrong(String what) {
    complaint = what.replace("\r", "\\r").replace("\n", "\\n");
    return Step.WRONG;
  }

  private static String text(ByteBuf buffer, int at, int length) {
    return buffer.toString(at, length, StandardCharsets.ISO_8859_1);
  }

  /** 0 when there is none and -1 when it is no number. */
  private static int contentLength(String head) {
    int field = head.toLowerCase(java.util.Locale.ROOT).indexOf(LENGTH_FIELD);
    if (field < 0) {
      return 0;
    }
    int from = field + LENGTH_FIELD.length();
    String value = head.substring(from, head.indexOf("\r\n", from)).strip();
    return value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
  }
}
