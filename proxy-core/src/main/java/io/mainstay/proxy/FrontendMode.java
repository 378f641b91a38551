package io.mainstay.proxy;

/** What a frontend's clients speak. */
public enum FrontendMode {
  /** HTTP/1.1: request by request, each to the server whose turn it is. */
  HTTP,
  /**
   * Anything over TCP: a whole connection goes to one server and nobody looks into it. Of the
   * frontend's timeouts only {@code client} counts, and only once the server has said its last
   * word; the backend's {@code connect}, {@code tunnel} and {@code server} count.
   */
  TCP
}
