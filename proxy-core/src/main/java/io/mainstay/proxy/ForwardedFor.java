package io.mainstay.proxy;

/** What servers are told about the client in X-Forwarded-For and X-Forwarded-Proto. */
public enum ForwardedFor {
  /** Nothing is written; what the client sent passes. */
  OFF,
  /**
   * The client's socket address. X-Forwarded-For, X-Forwarded-Proto, X-Real-IP and Forwarded from
   * the client are dropped, because anybody can write them. The default.
   */
  REPLACE,
  /** The client's socket address in a line behind those the client sent, as behind a proxy. */
  APPEND
}
