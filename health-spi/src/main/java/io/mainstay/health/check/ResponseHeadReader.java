package io.mainstay.health.check;

import io.mainstay.health.CheckCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads an HTTP/1 response up to the end of its head. Strict and bounded: the status line must be
 * the one of RFC 9112 section 4, and all heads together fit {@link #MAX_HEAD_BYTES}. What is
 * plainly no HTTP is refused at its first wrong byte, because a server that speaks another protocol
 * may never say more.
 */
final class ResponseHeadReader {

  static final int MAX_HEAD_BYTES = 8192;

  private static final int SHOWN_BYTES = 32;
  private static final int STATUS_OFFSET = 9;
  private static final int STATUS_END = 12;
  private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

  private final byte[] head = new byte[MAX_HEAD_BYTES];
  private int length;
  private int scanned;
  private @Nullable ResponseHead found;

  /** The head of the response that counts, once it is whole. */
  @Nullable ResponseHead head() {
    return found;
  }

  /**
   * Takes bytes up to the end of the head and leaves those behind it. Returns a verdict when this
   * is no answer, else null; then either {@link #head} is there or more is needed.
   */
  @Nullable Verdict read(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (length == MAX_HEAD_BYTES) {
        return Verdict.of(
            CheckCode.L7RSP, "response head is longer than " + MAX_HEAD_BYTES + " bytes");
      }
      int taken = Math.min(bytes.remaining(), MAX_HEAD_BYTES - length);
      bytes.get(head, length, taken);
      length += taken;
      Verdict verdict = judge();
      if (found != null) {
        bytes.position(bytes.position() - length); // behind the head, which is whole here
        return null;
      }
      if (verdict != null) {
        return verdict;
      }
    }
    return null;
  }

  Verdict closed() {
    return Verdict.of(
        CheckCode.L7RSP,
        length == 0
            ? "connection closed without a response"
            : "connection closed within the response head: " + shown());
  }

  private @Nullable Verdict judge() {
    while (true) {
      if (!startsLikeStatusLine()) {
        return Verdict.of(CheckCode.L7RSP, "not an HTTP/1 response: " + shown());
      }
      int end = endOfHead();
      if (end < 0) {
        return null;
      }
      int status = status();
      // Interim responses come before the one that counts (RFC 9110 section 15.2); 101 is final.
      if (status >= 200 || status == 101) {
        found = ResponseHead.of(status, new String(head, 0, end, StandardCharsets.ISO_8859_1));
        length -= end;
        return null;
      }
      System.arraycopy(head, end, head, 0, length - end);
      length -= end;
      scanned = 0;
    }
  }

  /** Whether all bytes so far can begin {@code HTTP/1.1 200 OK}. */
  private boolean startsLikeStatusLine() {
    int known = Math.min(length, STATUS_END + 1);
    for (int i = 0; i < known; i++) {
      if (!allowed(i, head[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean allowed(int index, byte b) {
    if (index < VERSION.length) {
      return b == VERSION[index];
    }
    return switch (index) {
      case 7 -> b == '0' || b == '1';
      case 8 -> b == ' ';
      case STATUS_OFFSET -> b >= '1' && b <= '5';
      case 10, 11 -> b >= '0' && b <= '9';
      // The space before an empty reason is often left out, so the line may end here.
      default -> b == ' ' || b == '\r';
    };
  }

  private int status() {
    return (head[STATUS_OFFSET] - '0') * 100 + (head[10] - '0') * 10 + (head[11] - '0');
  }

  /** Where the bytes after the empty line begin, or -1. */
  private int endOfHead() {
    for (int i = Math.max(scanned, 3); i < length; i++) {
      if (head[i] == '\n' && head[i - 1] == '\r' && head[i - 2] == '\n' && head[i - 3] == '\r') {
        return i + 1;
      }
    }
    scanned = length;
    return -1;
  }

  /** The beginning of what came, made safe to print. */
  private String shown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(length, SHOWN_BYTES); i++) {
      text.append(head[i] >= 0x20 && head[i] < 0x7f ? (char) head[i] : '.');
    }
    return "'" + text + "'";
  }
}
