package io.mainstay.health;

/**
 * How a probe ended, in the vocabulary that HAProxy made common: the layer that decided and what it
 * said. Tools and dashboards search for these names, so they are part of the contract.
 */
public enum CheckCode {
  /** The check itself failed to answer: it threw, hung or gave no result. Counts as failed. */
  UNK(false, "Unknown"),
  /** Not probed yet. */
  INI(false, "Initializing"),
  /** A local or established socket failed, for instance for want of a file descriptor. */
  SOCKERR(false, "Socket error"),
  /** The connection was made and nothing more was asked. */
  L4OK(true, "Layer4 check passed"),
  /** No connection in time. */
  L4TOUT(false, "Layer4 timeout"),
  /** The connection was refused or there is no way there. */
  L4CON(false, "Layer4 connection problem"),
  /** The TLS handshake succeeded and nothing more was asked. */
  L6OK(true, "Layer6 check passed"),
  /** No TLS handshake in time. */
  L6TOUT(false, "Layer6 timeout"),
  /** The TLS handshake went wrong. */
  L6RSP(false, "Layer6 invalid response"),
  /** The application answered as expected. */
  L7OK(true, "Layer7 check passed"),
  /**
   * The application answered that it wants no new sessions. A server that is up drains; for one
   * that is down it is one more failure, {@link #L7STS}.
   */
  L7OKC(true, "Layer7 check conditionally passed"),
  /** Connected, but no whole answer in time. */
  L7TOUT(false, "Layer7 timeout"),
  /** The answer broke the protocol. */
  L7RSP(false, "Layer7 invalid response"),
  /** The answer was well formed and said no. */
  L7STS(false, "Layer7 wrong status"),
  /** An external check ended with an error. */
  PROCERR(false, "External check error"),
  /** An external check did not end in time. */
  PROCTOUT(false, "External check timeout"),
  /** An external check ended well. */
  PROCOK(true, "External check passed");

  private final boolean passed;
  private final String words;

  CheckCode(boolean passed, String words) {
    this.passed = passed;
    this.words = words;
  }

  /** What HAProxy's logs and statistics call it. */
  public String words() {
    return words;
  }

  /** Whether the probe speaks for the server; everything else counts against it. */
  public boolean passed() {
    return passed;
  }
}
