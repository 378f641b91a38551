package io.mainstay.proxy.http1;

/**
 * Scans one head, strictly and in one pass (RFC 9112 sections 2 to 5). It keeps nothing between
 * calls: an incomplete head is scanned again from its first byte when more of it has come, which
 * {@link #worthScanning} keeps rare.
 */
public final class Http1HeadScanner {
  /** The head is not complete yet. */
  public static final int INCOMPLETE = 0;

  /** The head breaks a rule; the head's {@code violation()} says which. */
  public static final int REFUSED = -1;

  private static final int MORE = -2;
  private static final int RESCAN_BYTES = 1024;

  private static final byte CR = '\r';
  private static final byte LF = '\n';

  private final HttpLimits limits;

  /** A scanner that refuses what is beyond {@code limits}. */
  public Http1HeadScanner(HttpLimits limits) {
    this.limits = limits;
  }

  /**
   * Whether bytes that came since the last scan can change its verdict. Without it a head that
   * drips in byte by byte would cost the square of its length.
   *
   * @param from the first new byte
   * @param to behind the last new byte
   * @param offset where the head begins
   */
  public static boolean worthScanning(byte[] b, int offset, int from, int to) {
    if ((from - offset) / RESCAN_BYTES != (to - offset) / RESCAN_BYTES) {
      return true;
    }
    for (int i = from; i < to; i++) {
      boolean ordinary = Bytes.is(b[i], Bytes.VALUE) || b[i] == CR;
      if (!ordinary || (i > offset && b[i - 1] == CR)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Scans a request head in {@code b[offset, end)}.
   *
   * @return the head's length, {@link #INCOMPLETE} or {@link #REFUSED}
   */
  public int scan(byte[] b, int offset, int end, RequestHead head) {
    head.reset(b);
    int p = skipEmptyLine(b, offset, end, head);
    if (p >= 0) {
      p = requestLine(b, p, end, head);
    }
    if (p >= 0) {
      p = fields(b, p, end, head, false);
    }
    return result(p, offset, end, head);
  }

  /**
   * Scans a response head in {@code b[offset, end)}.
   *
   * @return the head's length, {@link #INCOMPLETE} or {@link #REFUSED}
   */
  public int scan(byte[] b, int offset, int end, ResponseHead head) {
    head.reset(b);
    int p = statusLine(b, offset, end, head);
    if (p >= 0) {
      p = fields(b, p, end, head, true);
    }
    return result(p, offset, end, head);
  }

  /**
   * Scans a head of either kind in {@code b[offset, end)}.
   *
   * @return the head's length, {@link #INCOMPLETE} or {@link #REFUSED}
   */
  public int scan(byte[] b, int offset, int end, MessageHead head) {
    return head instanceof RequestHead request
        ? scan(b, offset, end, request)
        : scan(b, offset, end, (ResponseHead) head);
  }

  private int result(int p, int offset, int end, MessageHead head) {
    if (p >= 0) {
      return p - offset;
    }
    // Blanks before a value count against no limit of their own.
    if (p == MORE && end - offset >= limits.headBytes()) {
      return refuse(head, Http1Violation.FIELDS_TOO_LONG);
    }
    return p == MORE ? INCOMPLETE : REFUSED;
  }

  /** One empty line before a request is an old client's mistake, more is noise. */
  private static int skipEmptyLine(byte[] b, int offset, int end, RequestHead head) {
    if (offset == end) {
      return MORE;
    }
    if (b[offset] != CR) {
      return offset;
    }
    int p = lineEnd(b, offset, end, head);
    if (p == end) {
      return MORE;
    }
    return p >= 0 && b[p] == CR ? refuse(head, Http1Violation.EMPTY_LINES) : p;
  }

  private int requestLine(byte[] b, int offset, int end, RequestHead head) {
    int p = offset;
    while (p < end && Bytes.is(b[p], Bytes.TCHAR)) {
      p++;
    }
    if (p - offset > limits.methodBytes()) {
      return refuse(head, Http1Violation.METHOD_TOO_LONG);
    }
    if (p == end) {
      return MORE;
    }
    if (p == offset || b[p] != ' ') {
      return refuse(head, Http1Violation.METHOD_SYNTAX);
    }
    head.methodOffset = offset;
    head.methodLength = p - offset;
    int target = ++p;
    while (p < end && Bytes.is(b[p], Bytes.TARGET)) {
      p++;
    }
    if (p - target > limits.targetBytes()) {
      return refuse(head, Http1Violation.TARGET_TOO_LONG);
    }
    if (p == end) {
      return MORE;
    }
    if (p == target || b[p] != ' ') {
      return refuse(head, Http1Violation.TARGET_SYNTAX);
    }
    head.targetOffset = target;
    head.targetLength = p - target;
    return requestVersion(b, p + 1, end, head);
  }

  private static int requestVersion(byte[] b, int offset, int end, RequestHead head) {
    int p = version(b, offset, end, head);
    if (p < 0) {
      return p;
    }
    if (p == end) {
      return MORE;
    }
    if (b[p] != CR) {
      return refuse(head, Http1Violation.VERSION_SYNTAX);
    }
    p = lineEnd(b, p, end, head);
    return p >= 0 && b[offset + 5] != '1' ? refuse(head, Http1Violation.VERSION_NOT_SUPPORTED) : p;
  }

  /** HTTP/DIGIT.DIGIT, in capitals (RFC 9112 section 2.3). */
  private static int version(byte[] b, int offset, int end, MessageHead head) {
    for (int i = 0; i < 8; i++) {
      int p = offset + i;
      if (p == end) {
        return MORE;
      }
      boolean digit = i == 5 || i == 7;
      boolean fits = digit ? Bytes.isDigit(b[p]) : b[p] == "HTTP/ . ".charAt(i);
      if (!fits) {
        return refuse(head, Http1Violation.VERSION_SYNTAX);
      }
    }
    head.minorVersion = b[offset + 7] == '0' ? 0 : 1;
    return offset + 8;
  }

  private int statusLine(byte[] b, int offset, int end, ResponseHead head) {
    int p = version(b, offset, end, head);
    if (p < 0) {
      return p;
    }
    int status = 0;
    for (int i = 0; i < 4; i++, p++) {
      if (p == end) {
        return MORE;
      }
      if (i == 0 ? b[p] != ' ' : !Bytes.isDigit(b[p])) {
        return refuse(head, Http1Violation.STATUS_LINE);
      }
      status = i == 0 ? 0 : status * 10 + b[p] - '0';
    }
    if (status < 100 || b[offset + 5] != '1') {
      return refuse(head, Http1Violation.STATUS_LINE);
    }
    head.status = status;
    if (p == end) {
      return MORE;
    }
    if (b[p] == ' ') {
      p++;
    } else if (b[p] != CR) {
      return refuse(head, Http1Violation.STATUS_LINE);
    }
    int reason = p;
    while (p < end && Bytes.is(b[p], Bytes.VALUE)) {
      p++;
    }
    if (p - reason > limits.valueBytes()) {
      return refuse(head, Http1Violation.STATUS_LINE);
    }
    head.reasonOffset = reason;
    head.reasonLength = p - reason;
    return lineEnd(b, p, end, head);
  }

  private int fields(byte[] b, int offset, int end, MessageHead head, boolean response) {
    int p = offset;
    while (p < end && b[p] != CR) {
      if (p - offset > limits.fieldsBytes()) {
        return refuse(head, Http1Violation.FIELDS_TOO_LONG);
      }
      if (Bytes.isBlank(b[p])) {
        return refuse(
            head,
            p == offset ? Http1Violation.WHITESPACE_BEFORE_FIELDS : Http1Violation.OBSOLETE_FOLD);
      }
      if (head.fieldCount == limits.fieldCount()) {
        return refuse(head, Http1Violation.TOO_MANY_FIELDS);
      }
      p = field(b, p, end, head, response);
      if (p < 0) {
        return p;
      }
    }
    if (p - offset > limits.fieldsBytes()) {
      return refuse(head, Http1Violation.FIELDS_TOO_LONG);
    }
    return p == end ? MORE : lineEnd(b, p, end, head);
  }

  private int field(byte[] b, int offset, int end, MessageHead head, boolean response) {
    int p = offset;
    while (p < end && Bytes.is(b[p], Bytes.TCHAR)) {
      p++;
    }
    int nameLength = p - offset;
    if (nameLength > limits.nameBytes()) {
      return refuse(head, Http1Violation.FIELD_NAME_TOO_LONG);
    }
    if (response) {
      // RFC 9112 section 5.1: a proxy removes whitespace before a response field's colon.
      while (p < end && Bytes.isBlank(b[p])) {
        p++;
      }
    }
    if (p == end) {
      return MORE;
    }
    if (b[p] != ':') {
      return refuse(head, b[p] == LF ? Http1Violation.BARE_LINE_FEED : nameProblem(nameLength));
    }
    if (nameLength == 0) {
      return refuse(head, Http1Violation.FIELD_NAME_EMPTY);
    }
    p++;
    while (p < end && Bytes.isBlank(b[p])) {
      p++;
    }
    int value = p;
    while (p < end && Bytes.is(b[p], Bytes.VALUE)) {
      p++;
    }
    if (p - value > limits.valueBytes()) {
      return refuse(head, Http1Violation.FIELD_VALUE_TOO_LONG);
    }
    int valueEnd = p;
    while (valueEnd > value && Bytes.isBlank(b[valueEnd - 1])) {
      valueEnd--;
    }
    p = lineEnd(b, p, end, head);
    if (p >= 0) {
      head.add(offset, nameLength, value, valueEnd - value);
    }
    return p;
  }

  private static Http1Violation nameProblem(int nameLength) {
    return nameLength == 0 ? Http1Violation.FIELD_NAME_EMPTY : Http1Violation.FIELD_NAME_SYNTAX;
  }

  /** The position behind CRLF; nothing but CRLF ends a line (RFC 9112 section 2.2). */
  private static int lineEnd(byte[] b, int offset, int end, MessageHead head) {
    if (offset == end) {
      return MORE;
    }
    if (b[offset] != CR) {
      return refuse(
          head,
          b[offset] == LF ? Http1Violation.BARE_LINE_FEED : Http1Violation.FIELD_VALUE_SYNTAX);
    }
    if (offset + 1 == end) {
      return MORE;
    }
    return b[offset + 1] == LF ? offset + 2 : refuse(head, Http1Violation.BARE_CARRIAGE_RETURN);
  }

  private static int refuse(MessageHead head, Http1Violation violation) {
    head.violation = violation;
    return REFUSED;
  }
}
