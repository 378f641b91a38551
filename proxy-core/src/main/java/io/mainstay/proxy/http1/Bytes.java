package io.mainstay.proxy.http1;

import java.nio.charset.StandardCharsets;

/** Character classes of RFC 9110 section 5.6 and comparisons without Strings. */
final class Bytes {
  static final byte TCHAR = 1;
  static final byte VALUE = 2;
  static final byte TARGET = 4;
  static final byte REG_NAME = 8;

  private static final byte[] CLASS = classes();

  private Bytes() {}

  static boolean is(byte b, byte charClass) {
    return (CLASS[b & 0xff] & charClass) != 0;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether the slice equals {@code lower}, which holds lower-case letters, digits and hyphens. */
  static boolean equalsIgnoreCase(byte[] b, int offset, int length, byte[] lower) {
    if (length != lower.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (lower(b[offset + i]) != lower[i]) {
        return false;
      }
    }
    return true;
  }

  static boolean equalsIgnoreCase(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
    for (int i = 0; i < length; i++) {
      if (lower(a[aOffset + i]) != lower(b[bOffset + i])) {
        return false;
      }
    }
    return true;
  }

  static boolean equals(byte[] b, int offset, int length, byte[] expected) {
    if (length != expected.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (b[offset + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  static boolean isToken(byte[] b, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (!is(b[i], TCHAR)) {
        return false;
      }
    }
    return length > 0;
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hex(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int letter = b | 32;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  private static byte[] classes() {
    byte[] classes = new byte[256];
    for (int c = 0; c < 256; c++) {
      boolean alphanumeric =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
        classes[c] |= TCHAR;
      }
      if (c == '\t' || (c >= ' ' && c != 127)) {
        classes[c] |= VALUE;
      }
      if (c > ' ' && c < 127 && c != '#') {
        classes[c] |= TARGET;
      }
      if (alphanumeric || "-._~".indexOf(c) >= 0) {
        classes[c] |= REG_NAME;
      }
    }
    return classes;
  }
}
