package io.mainstay.proxy;

import io.mainstay.proxy.session.TerminationState;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One ended session.
 *
 * @param frontend where the client was served
 * @param mode how the frontend spoke with it
 * @param tls whether the client's connection was encrypted, and the proxy decrypted it
 * @param backend who was to answer
 * @param server the server tried last, or null when there was none
 * @param client the client's address, or null when it was gone before anybody could ask
 * @param requestLine the request line as the client wrote it, without its line end and no longer
 *     than {@value #REQUEST_LINE_BYTES} bytes; empty when there was no valid request and in TCP
 *     mode
 * @param status what the client got; 0 when it got nothing and in TCP mode
 * @param termination who ended it, and in which phase
 * @param tries connections that it was given, repetitions included
 * @param redispatched whether one of them was with another server than the first
 * @param bytesIn bytes from the client: the head as it came, and the body with its framing; 0 when
 *     it said nothing
 * @param bytesOut bytes to the client that were written, or were still to be
 * @param beganNanos when the first byte of the request head was here, or the connection in TCP mode
 *     or when nothing came; as {@link System#nanoTime} says it
 * @param requestNanos from there to the whole request head; 0 in TCP mode, -1 when there was none
 * @param queueNanos from there until a server had room for it; -1 when none had
 * @param connectNanos how long the connection to the server took; 0 for one that was kept, -1 when
 *     there was none
 * @param responseNanos from there to the head of the answer, or to the first byte in TCP mode; -1
 *     when there was none
 * @param totalNanos from the whole request head, or from {@code beganNanos} when there was none, to
 *     the end
 * @param load how busy the proxy was
 */
public record SessionRecord(
    String frontend,
    FrontendMode mode,
    boolean tls,
    String backend,
    @Nullable String server,
    @Nullable InetSocketAddress client,
    String requestLine,
    int status,
    TerminationState termination,
    int tries,
    boolean redispatched,
    long bytesIn,
    long bytesOut,
    long beganNanos,
    long requestNanos,
    long queueNanos,
    long connectNanos,
    long responseNanos,
    long totalNanos,
    SessionLoad load) {
  /** The most of a request line that is kept for the record. */
  public static final int REQUEST_LINE_BYTES = 1024;
}
