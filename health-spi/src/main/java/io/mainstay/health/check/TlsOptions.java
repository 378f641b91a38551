package io.mainstay.health.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a check speaks TLS. Written {@code [sni=name] [ca=/file.pem] [verify=required|none]
 * [certificate=/file.pem] [warn-days=14]}.
 *
 * @param serverName the name that is asked for and that the certificate must have; null for the
 *     target's own host
 * @param authorities a PEM file of certificates that are trusted; null for the JDK's
 * @param certificate what is shown to a server that asks for one; null for nothing
 * @param verified whether the server's certificate must be trusted and be for that name
 * @param warnBefore how long before a certificate expires a warning begins
 */
public record TlsOptions(
    @Nullable String serverName,
    @Nullable Path authorities,
    @Nullable Path certificate,
    boolean verified,
    Duration warnBefore) {

  /** The certificate must be trusted by the JDK and for the target's host; 14 days of warning. */
  public static final TlsOptions DEFAULT =
      new TlsOptions(null, null, null, true, Duration.ofDays(14));

  /** Showing no certificate. */
  public TlsOptions(
      @Nullable String serverName,
      @Nullable Path authorities,
      boolean verified,
      Duration warnBefore) {
    this(serverName, authorities, null, verified, warnBefore);
  }

  /** What of a check's words is about TLS, and the rest. */
  record Split(TlsOptions tls, List<String> others) {}

  /**
   * Takes the words that are about TLS out of a check's arguments.
   *
   * @throws IllegalArgumentException when one of them is wrong
   */
  static Split split(List<String> words) {
    TlsOptions tls = DEFAULT;
    List<String> others = new ArrayList<>();
    for (String word : words) {
      String value = word.substring(word.indexOf('=') + 1);
      if (word.startsWith("sni=")) {
        tls = tls.with(value, tls.authorities, tls.certificate);
      } else if (word.startsWith("ca=")) {
        tls = tls.with(tls.serverName, Path.of(value), tls.certificate);
      } else if (word.startsWith("certificate=")) {
        tls = tls.with(tls.serverName, tls.authorities, Path.of(value));
      } else if (word.startsWith("verify=")) {
        tls =
            new TlsOptions(
                tls.serverName, tls.authorities, tls.certificate, verified(value), tls.warnBefore);
      } else if (word.startsWith("warn-days=")) {
        tls =
            new TlsOptions(
                tls.serverName, tls.authorities, tls.certificate, tls.verified, days(value));
      } else {
        others.add(word);
      }
    }
    return new Split(tls, others);
  }

  private TlsOptions with(@Nullable String name, @Nullable Path ca, @Nullable Path shown) {
    return new TlsOptions(name, ca, shown, verified, warnBefore);
  }

  private static boolean verified(String value) {
    return switch (value) {
      case "required" -> true;
      case "none" -> false;
      default ->
          throw new IllegalArgumentException("verify is required or none, not '" + value + "'");
    };
  }

  private static Duration days(String value) {
    if (!value.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException("'" + value + "' is no number of days for warn-days");
    }
    return Duration.ofDays(Integer.parseInt(value));
  }
}
