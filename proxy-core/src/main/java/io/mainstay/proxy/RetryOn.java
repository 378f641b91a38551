package io.mainstay.proxy;

/** A server's failure after which a request may be sent again, as in HAProxy's {@code retry-on}. */
public enum RetryOn {
  /** The connection did not open: refused, unreachable or too late. Nothing was sent. */
  CONN_FAILURE,
  /** The connection closed before any byte of an answer. */
  EMPTY_RESPONSE,
  /** The answer's head broke a rule. */
  JUNK_RESPONSE,
  /** The answer did not begin within the server timeout. */
  RESPONSE_TIMEOUT
}
