package io.mainstay.proxy;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/**
 * What of TLS is spoken.
 *
 * @param oldest the oldest version
 * @param newest the newest version
 * @param ciphers suites by their standard names, the best first; empty takes those with forward
 *     secrecy and authenticated encryption
 */
public record TlsPolicy(TlsVersion oldest, TlsVersion newest, List<String> ciphers) {
  private static final TlsPolicy DEFAULTS =
      new TlsPolicy(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3, List.of());

  /** Refuses a newest version that is older than the oldest. */
  public TlsPolicy {
    Objects.requireNonNull(oldest, "oldest");
    Objects.requireNonNull(newest, "newest");
    ciphers = List.copyOf(ciphers);
    if (newest.compareTo(oldest) < 0) {
      throw new IllegalArgumentException(
          "the newest version, " + newest.protocol() + ", is before " + oldest.protocol());
    }
  }

  /** TLS 1.2 and 1.3 with ciphers that nobody has to be ashamed of. */
  public static TlsPolicy defaults() {
    return DEFAULTS;
  }

  /** The versions spoken, as TLS libraries call them. */
  public List<String> protocols() {
    return EnumSet.range(oldest, newest).stream().map(TlsVersion::protocol).toList();
  }
}
