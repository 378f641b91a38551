package io.mainstay.proxy.http1;

/**
 * What may stand in Host and in an authority: {@code uri-host [ ":" port ]} (RFC 9110 section 7.2),
 * narrower than RFC 3986 in that a name holds letters, digits, {@code - . _ ~} only, because a name
 * that a log, a map or a server could read in two ways is an attack and never a host.
 */
public final class HostRule {
  /** The longest name that the DNS knows (RFC 1035 section 2.3.4). */
  private static final int MOST_HOST_BYTES = 255;

  /** The same with a port. */
  static final int MOST_BYTES = MOST_HOST_BYTES + 6;

  private HostRule() {}

  /** Whether {@code b[offset, offset + length)} is a host with an optional port. */
  public static boolean accepts(byte[] b, int offset, int length) {
    int hostLength = hostLength(b, offset, length);
    return hostLength > 0
        && hostLength <= MOST_HOST_BYTES
        && portValid(b, offset + hostLength, length - hostLength);
  }

  /** Whether two accepted authorities name the same host and port. */
  static boolean same(
      byte[] b, int offset, int length, int otherOffset, int otherLength, int defaultPort) {
    int host = hostLength(b, offset, length);
    int otherHost = hostLength(b, otherOffset, otherLength);
    return host == otherHost
        && Bytes.equalsIgnoreCase(b, offset, b, otherOffset, host)
        && port(b, offset + host, length - host, defaultPort)
            == port(b, otherOffset + otherHost, otherLength - otherHost, defaultPort);
  }

  /** Length of the valid host at {@code offset}, or 0. */
  private static int hostLength(byte[] b, int offset, int length) {
    if (length > 0 && b[offset] == '[') {
      return Ipv6Literal.length(b, offset, length);
    }
    int p = offset;
    int end = offset + length;
    while (p < end && b[p] != ':') {
      boolean emptyLabel = b[p] == '.' && (p == offset || b[p - 1] == '.');
      if (emptyLabel || !Bytes.is(b[p], Bytes.REG_NAME)) {
        return 0;
      }
      p++;
    }
    return p - offset;
  }

  private static boolean portValid(byte[] b, int offset, int length) {
    if (length == 0) {
      return true;
    }
    if (b[offset] != ':') {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if (!Bytes.isDigit(b[offset + i])) {
        return false;
      }
    }
    return length <= 6 && port(b, offset, length, 0) <= 65_535;
  }

  private static int port(byte[] b, int offset, int length, int defaultPort) {
    int port = 0;
    for (int i = 1; i < length; i++) {
      port = port * 10 + b[offset + i] - '0';
    }
    return length <= 1 ? defaultPort : port;
  }
}
