package io.mainstay.proxy.session;

import io.mainstay.proxy.RetryOn;
import org.jspecify.annotations.Nullable;

/** How an exchange with a server failed, and what the client gets while nothing was sent to it. */
public enum Failure {
  /** No server is up. */
  NO_SERVER(503, null),
  /** No server was up any more before one had room. */
  NO_SERVER_LEFT(503, null),
  /** No server had room in time. */
  QUEUE_TIMEOUT(503, null),
  /** No server had room, and too many wait already. */
  QUEUE_FULL(503, null),
  /** The last server tried refused the connection. */
  REFUSED(503, RetryOn.CONN_FAILURE),
  /** The last server tried did not accept the connection in time. */
  CONNECT_TIMEOUT(504, RetryOn.CONN_FAILURE),
  /** The server closed the connection without an answer. */
  SERVER_CLOSED(502, RetryOn.EMPTY_RESPONSE),
  /** The server's answer broke a rule. */
  BAD_RESPONSE(502, RetryOn.JUNK_RESPONSE),
  /** The server did not answer in time. */
  SERVER_TIMEOUT(504, RetryOn.RESPONSE_TIMEOUT);

  private final int status;
  private final @Nullable RetryOn retryOn;

  Failure(int status, @Nullable RetryOn retryOn) {
    this.status = status;
    this.retryOn = retryOn;
  }

  /** The status of the proxy's own answer. */
  public int status() {
    return status;
  }

  /** What a retry policy calls it; null when no policy can help. */
  public @Nullable RetryOn retryOn() {
    return retryOn;
  }
}
