package io.mainstay.node.accesslog;

/** The severities of syslog, the most important first (RFC 5424 section 6.2.1). */
public enum LogLevel {
  EMERG,
  ALERT,
  CRIT,
  ERR,
  WARNING,
  NOTICE,
  INFO,
  DEBUG;

  /** The number on the wire. */
  @SuppressWarnings("EnumOrdinal") // The order is the protocol's.
  public int code() {
    return ordinal();
  }

  /** Whichever of both matters less. */
  public LogLevel orLess(LogLevel other) {
    return code() < other.code() ? other : this;
  }
}
