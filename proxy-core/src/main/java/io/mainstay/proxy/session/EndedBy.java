package io.mainstay.proxy.session;

/** Who or what ended a session: the first letter of a termination state, as in HAProxy's logs. */
public enum EndedBy {
  /** Nobody: it came to its end. */
  NOBODY('-'),
  /** The client closed or reset its connection. */
  CLIENT('C'),
  /** The client was silent for too long. */
  CLIENT_TIMEOUT('c'),
  /** The server refused, closed or reset the connection, or there was none to be had. */
  SERVER('S'),
  /** The server was silent for too long. */
  SERVER_TIMEOUT('s'),
  /** The proxy, because a message broke a rule or a limit. */
  PROXY('P'),
  /** The proxy, which answered the request itself. */
  LOCAL('L'),
  /** The proxy, because it was stopped. */
  KILLED('K');

  private final char letter;

  EndedBy(char letter) {
    this.letter = letter;
  }

  /** The letter in logs. */
  public char letter() {
    return letter;
  }
}
