package io.mainstay.proxy.http1;

import org.jspecify.annotations.Nullable;

/** Content-Length and Transfer-Encoding of one message, judged together (RFC 9112 section 6). */
final class FramingFields {
  private static final byte[] CHUNKED = Bytes.ascii("chunked");
  private static final long OVERFLOW = -2;

  private FramingFields() {}

  /**
   * Sets {@code head.framing} to LENGTH, CHUNKED or NONE, and {@code head.contentLength}.
   *
   * @param lengthField the last Content-Length field, or -1
   * @param lengthCount how many Content-Length fields there are
   * @param codingField the last Transfer-Encoding field, or -1
   * @param codingCount how many Transfer-Encoding fields there are
   */
  static @Nullable Http1Violation judge(
      MessageHead head,
      int lengthField,
      int lengthCount,
      int codingField,
      int codingCount,
      long maxBodyBytes) {
    if (codingCount > 0) {
      if (lengthCount > 0) {
        return Http1Violation.TRANSFER_ENCODING_AND_LENGTH;
      }
      if (head.minorVersion == 0) {
        return Http1Violation.TRANSFER_ENCODING_IN_1_0;
      }
      if (codingCount > 1) {
        return Http1Violation.TRANSFER_ENCODING_REPEATED;
      }
      return transferEncoding(head, codingField);
    }
    if (lengthCount > 1) {
      return Http1Violation.CONTENT_LENGTH_REPEATED;
    }
    return lengthCount == 1 ? contentLength(head, lengthField, maxBodyBytes) : null;
  }

  private static @Nullable Http1Violation contentLength(
      MessageHead head, int field, long maxBodyBytes) {
    long length = decimal(head.bytes, head.valueOffset(field), head.valueLength(field));
    if (length == OVERFLOW || length > maxBodyBytes) {
      return Http1Violation.BODY_TOO_LONG;
    }
    if (length < 0) {
      return Http1Violation.CONTENT_LENGTH_SYNTAX;
    }
    head.contentLength = length;
    head.framing = length == 0 ? Framing.NONE : Framing.LENGTH;
    return null;
  }

  private static @Nullable Http1Violation transferEncoding(MessageHead head, int field) {
    byte[] b = head.bytes;
    int offset = head.valueOffset(field);
    int length = head.valueLength(field);
    if (Bytes.equalsIgnoreCase(b, offset, length, CHUNKED)) {
      head.framing = Framing.CHUNKED;
      return null;
    }
    return otherCodings(b, offset, offset + length);
  }

  /**
   * Other codings before one final chunked are well formed but unknown here; chunked anywhere else,
   * or not at all, leaves the end of the body to guesswork.
   */
  private static Http1Violation otherCodings(byte[] b, int offset, int end) {
    int p = offset;
    while (true) {
      int itemEnd = HopByHop.itemEnd(b, p, end);
      int start = HopByHop.skipBlanks(b, p, itemEnd);
      int length = HopByHop.trimmedLength(b, start, itemEnd);
      boolean last = itemEnd == end;
      if (!Bytes.isToken(b, start, length)
          || last != Bytes.equalsIgnoreCase(b, start, length, CHUNKED)) {
        return Http1Violation.TRANSFER_ENCODING_SYNTAX;
      }
      if (last) {
        return Http1Violation.TRANSFER_CODING_UNKNOWN;
      }
      p = itemEnd + 1;
    }
  }

  /** The value of 1*DIGIT, -1 when it is anything else, -2 when it does not fit. */
  static long decimal(byte[] b, int offset, int length) {
    long value = 0;
    boolean overflow = false;
    for (int i = offset; i < offset + length; i++) {
      if (!Bytes.isDigit(b[i])) {
        return -1;
      }
      int digit = b[i] - '0';
      overflow |= value > (Long.MAX_VALUE - digit) / 10;
      value = overflow ? 0 : value * 10 + digit;
    }
    if (length == 0) {
      return -1;
    }
    return overflow ? OVERFLOW : value;
  }
}
