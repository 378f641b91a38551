package io.mainstay.node.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The dates of lines. Most lines share their second with the one before, so each pattern's text is
 * kept until the second changes. For one thread.
 */
final class LogClock {
  private final DateTimeFormatter format;
  private long second = Long.MIN_VALUE;
  private String text = "";

  private LogClock(String pattern, ZoneId zone) {
    this.format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(zone);
  }

  /** {@code 28/Nov/2026:23:11:06}. */
  static LogClock httplog(ZoneId zone) {
    return new LogClock("dd/MMM/yyyy:HH:mm:ss", zone);
  }

  /** {@code Nov 28 23:11:06}, with a blank before a day of one digit (RFC 3164 section 4.1.2). */
  static LogClock rfc3164(ZoneId zone) {
    return new LogClock("MMM ppd HH:mm:ss", zone);
  }

  /** {@code 2026-11-28T23:11:06+00:00}. */
  static LogClock iso(ZoneId zone) {
    return new LogClock("yyyy-MM-dd'T'HH:mm:ssxxx", zone);
  }

  /** {@code 2026-11-28T23:11:06}. */
  static LogClock json() {
    return new LogClock("yyyy-MM-dd'T'HH:mm:ss", ZoneId.of("UTC"));
  }

  /** The text of that moment's second. */
  String second(long epochMillis) {
    long now = Math.floorDiv(epochMillis, 1000);
    if (now != second) {
      second = now;
      text = format.format(Instant.ofEpochSecond(now));
    }
    return text;
  }

  /** The same, and the milliseconds behind a point. */
  void withMillis(LineBuffer line, long epochMillis) {
    line.put(second(epochMillis)).put('.').threeDigits((int) Math.floorMod(epochMillis, 1000L));
  }
}
