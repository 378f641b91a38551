package io.mainstay.proxy.session;

/** What a session was doing when it ended: the second letter of a termination state. */
public enum EndedIn {
  /** Nothing any more. */
  NOTHING('-'),
  /** Waiting for a whole and valid request. */
  REQUEST('R'),
  /** Waiting in a queue for a server. */
  QUEUE('Q'),
  /** Connecting to a server. */
  CONNECT('C'),
  /** Waiting for the head of the answer. */
  HEADERS('H'),
  /** Passing data on. */
  DATA('D');

  private final char letter;

  EndedIn(char letter) {
    this.letter = letter;
  }

  /** The letter in logs. */
  public char letter() {
    return letter;
  }
}
