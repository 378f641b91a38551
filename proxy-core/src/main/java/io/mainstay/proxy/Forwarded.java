package io.mainstay.proxy;

/** What servers are told about the client in the standard Forwarded field (RFC 7239). */
public enum Forwarded {
  /**
   * Nothing is written. What the client sent goes the way of its X-Forwarded-For: dropped under
   * {@link ForwardedFor#REPLACE}, passed otherwise. The default.
   */
  OFF,
  /** The client's socket address, the host it asked for and the protocol, and nothing else. */
  REPLACE,
  /** The same in a line behind those the client sent, as behind a proxy. */
  APPEND
}
