package io.mainstay.proxy.session;

/** How an exchange with a server failed, and what the client gets while nothing was sent to it. */
public enum Failure {
  /** No server is up, or the last one tried refused the connection. */
  NO_SERVER(503),
  /** The last server tried did not accept the connection in time. */
  CONNECT_TIMEOUT(504),
  /** The server closed the connection without an answer. */
  SERVER_CLOSED(502),
  /** The server's answer broke a rule. */
  BAD_RESPONSE(502),
  /** The server did not answer in time. */
  SERVER_TIMEOUT(504);

  private final int status;

  Failure(int status) {
    this.status = status;
  }

  /** The status of the proxy's own answer. */
  public int status() {
    return status;
  }
}
