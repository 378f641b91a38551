package io.mainstay.health;

/**
 * How a probe ended, in the vocabulary that HAProxy made common: the layer that decided and what it
 * said. Tools and dashboards search for these names, so they are part of the contract.
 */
public enum CheckCode {
  /** The check itself failed to answer: it threw, hung or gave no result. Counts as failed. */
  UNK(false),
  /** Not probed yet. */
  INI(false),
  /** A local or established socket failed, for instance for want of a file descriptor. */
  SOCKERR(false),
  /** The connection was made and nothing more was asked. */
  L4OK(true),
  /** No connection in time. */
  L4TOUT(false),
  /** The connection was refused or there is no way there. */
  L4CON(false),
  /** The TLS handshake succeeded and nothing more was asked. */
  L6OK(true),
  /** No TLS handshake in time. */
  L6TOUT(false),
  /** The TLS handshake went wrong. */
  L6RSP(false),
  /** The application answered as expected. */
  L7OK(true),
  /**
   * The application answered that it wants no new sessions. A server that is up drains; for one
   * that is down it is one more failure, {@link #L7STS}.
   */
  L7OKC(true),
  /** Connected, but no whole answer in time. */
  L7TOUT(false),
  /** The answer broke the protocol. */
  L7RSP(false),
  /** The answer was well formed and said no. */
  L7STS(false),
  /** An external check ended with an error. */
  PROCERR(false),
  /** An external check did not end in time. */
  PROCTOUT(false),
  /** An external check ended well. */
  PROCOK(true);

  private final boolean passed;

  CheckCode(boolean passed) {
    this.passed = passed;
  }

  /** Whether the probe speaks for the server; everything else counts against it. */
  public boolean passed() {
    return passed;
  }
}
