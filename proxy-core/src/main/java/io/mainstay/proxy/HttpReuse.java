package io.mainstay.proxy;

/**
 * When a request may go over a connection on which a server has answered other clients. The server
 * may close such a connection just as the request is written. A request that may be sent twice is
 * then repeated ({@link RetryPolicy}), so it goes over any kept connection except with {@link
 * #NEVER}; the rest of these words is about those that may not.
 */
public enum HttpReuse {
  /** Never: a connection serves the client for which it was opened, and closes with it. */
  NEVER,
  /**
   * Unless it is the first of its client's connection, which the client could not take for the end
   * of an idle one. The default.
   */
  SAFE,
  /** As {@link #SAFE}, and a first request if its connection was reused before without harm. */
  AGGRESSIVE,
  /** Always. */
  ALWAYS
}
