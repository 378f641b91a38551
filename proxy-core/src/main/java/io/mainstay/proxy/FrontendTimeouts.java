package io.mainstay.proxy;

import java.time.Duration;

/**
 * How long a frontend waits for its clients.
 *
 * @param client longest pause of a client that is sending a body (answered 408) or taking a
 *     response (the connection is closed); 30 s by default
 * @param httpRequest longest time in all for a request's head, from its first byte, or for a new
 *     connection's first byte; a head that is late is answered 408, a connection on which nothing
 *     came is closed silently; 10 s by default
 * @param httpKeepAlive longest pause between a response and the next request, after which the
 *     connection is closed silently; 60 s by default
 */
public record FrontendTimeouts(Duration client, Duration httpRequest, Duration httpKeepAlive) {
  private static final FrontendTimeouts DEFAULTS =
      new FrontendTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(60));

  /** Refuses timeouts that are not positive. */
  public FrontendTimeouts {
    Names.requirePositive("client", client);
    Names.requirePositive("http-request", httpRequest);
    Names.requirePositive("http-keep-alive", httpKeepAlive);
  }

  /** The defaults above. */
  public static FrontendTimeouts defaults() {
    return DEFAULTS;
  }

  /** The same with another client timeout. */
  public FrontendTimeouts withClient(Duration timeout) {
    return new FrontendTimeouts(timeout, httpRequest, httpKeepAlive);
  }

  /** The same with another http-request timeout. */
  public FrontendTimeouts withHttpRequest(Duration timeout) {
    return new FrontendTimeouts(client, timeout, httpKeepAlive);
  }

  /** The same with another http-keep-alive timeout. */
  public FrontendTimeouts withHttpKeepAlive(Duration timeout) {
    return new FrontendTimeouts(client, httpRequest, timeout);
  }
}
