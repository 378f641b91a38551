package io.mainstay.proxy.netty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of handshakes that failed, once a second at most: anybody can make them fail. One event
 * loop's.
 */
final class HandshakeFaults {
  private static final Logger LOG = LoggerFactory.getLogger("io.mainstay.proxy.tls");
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private long toldNanos = System.nanoTime() - EVERY_NANOS;
  private long untold;

  /**
   * One more.
   *
   * @param where whose handshake it was, such as {@code frontend web}
   */
  void failed(String where, @Nullable SocketAddress peer, Throwable cause) {
    long nowNanos = System.nanoTime();
    if (nowNanos - toldNanos < EVERY_NANOS) {
      untold++;
      return;
    }
    toldNanos = nowNanos;
    LOG.warn(
        "{}: TLS handshake with {} failed: {}{}",
        where,
        peer instanceof InetSocketAddress address ? Listeners.text(address) : peer,
        reason(cause),
        untold == 0 ? "" : "; and " + untold + " more since the last one told");
    untold = 0;
  }

  /** The innermost cause says what it was. */
  static String reason(Throwable cause) {
    Throwable innermost = cause;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null ? innermost.getClass().getSimpleName() : message;
  }
}
