package io.mainstay.proxy;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection that ended before its TLS was agreed on, so that there was no session.
 *
 * @param frontend where the client came to
 * @param bind which of its addresses, as {@link TlsBind#name} calls it
 * @param client the client's address, or null when it was gone before anybody could ask
 * @param cause how it ended
 * @param detail what the TLS library said of it, or the proxy
 * @param beganNanos when the connection was here; as {@link System#nanoTime} says it
 */
public record FailedHandshake(
    String frontend,
    String bind,
    @Nullable InetSocketAddress client,
    Cause cause,
    String detail,
    long beganNanos) {

  /** How a handshake ends that fails. */
  public enum Cause {
    /** The client left before it had said what it wants. */
    CLOSED,
    /** The connection broke before that. */
    BROKEN,
    /** It took too long. */
    LATE,
    /** Both did not agree, or the client left meanwhile. */
    REFUSED
  }
}
