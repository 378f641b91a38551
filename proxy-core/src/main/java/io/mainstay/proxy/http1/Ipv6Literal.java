package io.mainstay.proxy.http1;

/** An IPv6 address in brackets (RFC 3986 section 3.2.2), without a zone. */
final class Ipv6Literal {
  private static final int GROUPS = 8;

  private Ipv6Literal() {}

  /** Length of the literal at {@code offset}, brackets included, or 0 when it is none. */
  static int length(byte[] b, int offset, int length) {
    int close = offset + 1;
    while (close < offset + length && b[close] != ']') {
      close++;
    }
    boolean closed = close < offset + length;
    return closed && valid(b, offset + 1, close) ? close + 1 - offset : 0;
  }

  private static boolean valid(byte[] b, int offset, int end) {
    int groups = 0;
    boolean elided = false;
    int p = offset;
    if (end - p >= 2 && b[p] == ':' && b[p + 1] == ':') {
      elided = true;
      p += 2;
    }
    while (p < end) {
      int digits = hexDigits(b, p, end);
      if (p + digits < end && b[p + digits] == '.') {
        groups += 2;
        return ipv4(b, p, end) && complete(groups, elided);
      }
      if (digits == 0 || digits > 4) {
        return false;
      }
      groups++;
      p += digits;
      if (p == end) {
        break;
      }
      if (b[p] != ':' || p + 1 == end) {
        return false;
      }
      p++;
      if (b[p] == ':') {
        if (elided) {
          return false;
        }
        elided = true;
        p++;
      }
    }
    return complete(groups, elided);
  }

  private static boolean complete(int groups, boolean elided) {
    return elided ? groups < GROUPS : groups == GROUPS;
  }

  private static int hexDigits(byte[] b, int offset, int end) {
    int p = offset;
    while (p < end && Bytes.hex(b[p]) >= 0) {
      p++;
    }
    return p - offset;
  }

  private static boolean ipv4(byte[] b, int offset, int end) {
    int octets = 0;
    int p = offset;
    while (p < end) {
      int value = 0;
      int digits = 0;
      while (p < end && digits < 4 && Bytes.isDigit(b[p])) {
        value = value * 10 + b[p++] - '0';
        digits++;
      }
      octets++;
      if (digits == 0 || digits > 3 || value > 255) {
        return false;
      }
      if (p < end && (b[p++] != '.' || p == end)) {
        return false;
      }
    }
    return octets == 4;
  }
}
