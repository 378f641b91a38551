package io.mainstay.vrrp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The password of VRRP version 2's simple text authentication (RFC 2338 Section 5.3.6.1), which
 * keepalived calls PASS. It crosses the link readable, so it keeps out a misconfigured router and
 * nobody else; RFC 3768 removed it. For interoperation only.
 */
public final class PlainPassword {
  /** What an advertisement has room for. */
  public static final int MAX_BYTES = 8;

  private final byte[] padded;

  private PlainPassword(byte[] padded) {
    this.padded = padded;
  }

  /**
   * Makes a password.
   *
   * @param text 1 to 8 characters of ASCII
   * @throws IllegalArgumentException when it is longer: others cut it off silently, and so accept
   *     passwords that differ
   */
  public static PlainPassword of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (text.isEmpty() || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a PASS password must have 1 to 8 characters, not "
              + text.length()
              + "; an advertisement carries only eight");
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("a PASS password must be visible ASCII characters");
    }
    return new PlainPassword(Arrays.copyOf(bytes, MAX_BYTES));
  }

  /** Eight bytes, filled up with zeros. */
  public byte[] bytes() {
    return padded.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlainPassword password && Arrays.equals(padded, password.padded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(padded);
  }

  /** Does not show it. */
  @Override
  public String toString() {
    return "********";
  }
}
