package io.mainstay.proxy;

import org.jspecify.annotations.Nullable;

/**
 * Hears of every session that ended: a request with its answer, or a connection in TCP mode. It is
 * called on the event loop that served the session, between other requests, so it must neither wait
 * nor throw: while it waits, nobody else on that loop is served, and {@link Proxy#close} leaves the
 * loop behind when it waits for too long; an access log hands the record to a queue of its own.
 * Without a listener no record is made.
 */
@FunctionalInterface
public interface SessionListener {
  /** A session ended. */
  void ended(SessionRecord session);

  /** A client's TLS handshake failed; called as {@link #ended} is. */
  default void handshakeFailed(FailedHandshake handshake) {}

  /**
   * Who hears of one frontend's sessions; asked once per event loop, when the proxy is made.
   *
   * @return null for nobody: then no record is made of them
   */
  default @Nullable SessionListener of(String frontend) {
    return this;
  }
}
