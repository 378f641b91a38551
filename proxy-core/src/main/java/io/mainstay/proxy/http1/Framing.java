package io.mainstay.proxy.http1;

/** How the end of a body is found (RFC 9112 section 6.3). */
public enum Framing {
  /** There is no body. */
  NONE,
  /** Content-Length says how many bytes follow. */
  LENGTH,
  /** Chunks follow. */
  CHUNKED,
  /** Everything until the connection closes; responses only. */
  UNTIL_CLOSE
}
