package io.mainstay.proxy.http1;

import org.jspecify.annotations.Nullable;

/** The forms of a request target and what of it goes to the server (RFC 9112 section 3.2). */
final class RequestTarget {
  private static final byte[] HTTP = Bytes.ascii("http://");
  private static final byte[] HTTPS = Bytes.ascii("https://");

  private RequestTarget() {}

  /** Sets the head's path and, for the absolute form, its host. */
  static @Nullable Http1Violation judge(RequestHead head, int hostField) {
    byte[] b = head.bytes;
    int offset = head.targetOffset;
    int length = head.targetLength;
    head.pathOffset = offset;
    head.pathLength = length;
    if (b[offset] == '/') {
      return null;
    }
    if (length == 1 && b[offset] == '*') {
      head.pathIsAsterisk = true;
      return head.method == Method.OPTIONS ? null : Http1Violation.TARGET_SYNTAX;
    }
    if (head.method == Method.CONNECT) {
      return HostRule.accepts(b, offset, length) ? null : Http1Violation.TARGET_SYNTAX;
    }
    if (startsWith(b, offset, length, HTTP)) {
      return absolute(head, HTTP.length, 80, hostField);
    }
    return startsWith(b, offset, length, HTTPS)
        ? absolute(head, HTTPS.length, 443, hostField)
        : Http1Violation.TARGET_SYNTAX;
  }

  private static @Nullable Http1Violation absolute(
      RequestHead head, int schemeLength, int defaultPort, int hostField) {
    byte[] b = head.bytes;
    int authority = head.targetOffset + schemeLength;
    int end = head.targetOffset + head.targetLength;
    int p = authority;
    while (p < end && b[p] != '/' && b[p] != '?') {
      p++;
    }
    if (!HostRule.accepts(b, authority, p - authority)) {
      return Http1Violation.TARGET_SYNTAX;
    }
    if (hostField >= 0
        && !HostRule.same(
            b, authority, p - authority, head.hostOffset, head.hostLength, defaultPort)) {
      return Http1Violation.HOST_MISMATCH;
    }
    head.hostOffset = authority;
    head.hostLength = p - authority;
    head.pathOffset = p;
    head.pathLength = end - p;
    head.pathIsAsterisk = p == end && head.method == Method.OPTIONS;
    head.pathLacksSlash = !head.pathIsAsterisk && (p == end || b[p] == '?');
    return null;
  }

  private static boolean startsWith(byte[] b, int offset, int length, byte[] scheme) {
    if (length < scheme.length) {
      return false;
    }
    for (int i = 0; i < scheme.length; i++) {
      if (Bytes.lower(b[offset + i]) != scheme[i]) {
        return false;
      }
    }
    return true;
  }
}
