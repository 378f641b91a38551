package io.mainstay.proxy;

/**
 * What servers are told about the client in X-Forwarded-For (its address), X-Forwarded-Proto, -Host
 * and -Port (how it reached the proxy).
 */
public enum ForwardedFor {
  /** Nothing is written; what the client sent passes. */
  OFF,
  /**
   * What is seen at the client's socket, and the host it asked for. X-Forwarded-For, -Proto, -Host
   * and -Port, X-Real-IP and Forwarded from the client are dropped, because anybody can write them.
   * The default.
   */
  REPLACE,
  /**
   * The client's socket address in a line behind those the client sent, as behind a proxy; the
   * others as with {@link #REPLACE}.
   */
  APPEND
}
