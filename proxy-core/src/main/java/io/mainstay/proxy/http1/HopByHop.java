package io.mainstay.proxy.http1;

/** Which fields concern one connection only and so are never passed on (RFC 9110 section 7.6.1). */
final class HopByHop {
  private static final byte[] CLOSE = Bytes.ascii("close");
  private static final byte[] KEEP_ALIVE = Bytes.ascii("keep-alive");
  private static final byte[] TE = Bytes.ascii("te");
  private static final byte[] UPGRADE = Bytes.ascii("upgrade");

  private HopByHop() {}

  static boolean removed(KnownField field) {
    return switch (field) {
      case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE ->
          true;
      default -> false;
    };
  }

  /**
   * Reads one Connection field into {@code head}.
   *
   * @return whether it names other fields, which then go as well
   */
  static boolean read(MessageHead head, int field) {
    byte[] b = head.bytes;
    int end = head.valueOffset(field) + head.valueLength(field);
    boolean names = false;
    for (int p = head.valueOffset(field); p < end; ) {
      int itemEnd = itemEnd(b, p, end);
      int start = skipBlanks(b, p, itemEnd);
      int length = trimmedLength(b, start, itemEnd);
      if (Bytes.equalsIgnoreCase(b, start, length, CLOSE)) {
        head.close = true;
      } else if (Bytes.equalsIgnoreCase(b, start, length, KEEP_ALIVE)) {
        head.keepAlive = true;
      } else if (Bytes.equalsIgnoreCase(b, start, length, UPGRADE)) {
        head.connectionUpgrade = true;
      } else if (length > 0 && !Bytes.equalsIgnoreCase(b, start, length, TE)) {
        names = true;
      }
      p = itemEnd + 1;
    }
    return names;
  }

  /** Whether a Connection field of {@code head} names field number {@code candidate}. */
  static boolean named(MessageHead head, int candidate) {
    for (int field = 0; field < head.fieldCount; field++) {
      if (head.fields[field] == KnownField.CONNECTION && lists(head, field, candidate)) {
        return true;
      }
    }
    return false;
  }

  private static boolean lists(MessageHead head, int connection, int candidate) {
    byte[] b = head.bytes;
    int end = head.valueOffset(connection) + head.valueLength(connection);
    for (int p = head.valueOffset(connection); p < end; ) {
      int itemEnd = itemEnd(b, p, end);
      int start = skipBlanks(b, p, itemEnd);
      int length = trimmedLength(b, start, itemEnd);
      if (length == head.nameLength(candidate)
          && Bytes.equalsIgnoreCase(b, start, b, head.nameOffset(candidate), length)) {
        return true;
      }
      p = itemEnd + 1;
    }
    return false;
  }

  static int itemEnd(byte[] b, int offset, int end) {
    int p = offset;
    while (p < end && b[p] != ',') {
      p++;
    }
    return p;
  }

  static int skipBlanks(byte[] b, int offset, int end) {
    int p = offset;
    while (p < end && Bytes.isBlank(b[p])) {
      p++;
    }
    return p;
  }

  static int trimmedLength(byte[] b, int offset, int end) {
    int p = end;
    while (p > offset && Bytes.isBlank(b[p - 1])) {
      p--;
    }
    return p - offset;
  }
}
