package io.mainstay.node.accesslog;

/** The facilities of syslog, as HAProxy names them (RFC 5424 section 6.2.1). */
public enum Facility {
  KERN,
  USER,
  MAIL,
  DAEMON,
  AUTH,
  SYSLOG,
  LPR,
  NEWS,
  UUCP,
  CRON,
  AUTH2,
  FTP,
  NTP,
  AUDIT,
  ALERT,
  CRON2,
  LOCAL0,
  LOCAL1,
  LOCAL2,
  LOCAL3,
  LOCAL4,
  LOCAL5,
  LOCAL6,
  LOCAL7;

  /** The number in front of a message, together with its level. */
  @SuppressWarnings("EnumOrdinal") // The order is the protocol's.
  public int priority(LogLevel level) {
    return ordinal() * 8 + level.code();
  }
}
