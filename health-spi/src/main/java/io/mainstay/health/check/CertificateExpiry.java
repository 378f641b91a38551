package io.mainstay.health.check;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** Tells how long the certificates that a server shows are good for. Pure. */
final class CertificateExpiry {
  private CertificateExpiry() {}

  /** The warning of the certificate of a chain that expires first; empty while there is time. */
  static String warning(Certificate[] chain, Instant now, Duration before) {
    String warning = "";
    Instant first = Instant.MAX;
    for (Certificate each : chain) {
      if (each instanceof X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isBefore(first)) {
          first = end;
          String subject = certificate.getSubjectX500Principal().getName();
          warning = warning(subject, Duration.between(now, end), before);
        }
      }
    }
    return warning;
  }

  private static String warning(String subject, Duration left, Duration before) {
    if (left.compareTo(before) > 0) {
      return "";
    }
    return left.isNegative()
        ? "the certificate of " + subject + " expired " + days(left.negated()) + " ago"
        : "the certificate of " + subject + " expires in " + days(left);
  }

  private static String days(Duration time) {
    return time.toDays() > 0 ? time.toDays() + " days" : time.toHours() + " hours";
  }
}
