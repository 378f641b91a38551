package io.mainstay.proxy;

import io.mainstay.proxy.session.TerminationState;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One ended session.
 *
 * @param frontend where the client was served
 * @param backend who was to answer
 * @param server the server tried last, or null when there was none
 * @param client the client's address, or null when it was gone before anybody could ask
 * @param requestLine the request line as it went to the server, without its line end; empty when
 *     there was no valid request and in TCP mode
 * @param status what the client got; 0 when it got nothing and in TCP mode
 * @param termination who ended it, and in which phase
 * @param tries connections that it was given, repetitions included
 * @param bytesIn bytes from the client: the head as it came, and the body with its framing
 * @param bytesOut bytes to the client that were written, or were still to be
 * @param queueNanos until a server had room for it; -1 when none had
 * @param connectNanos how long the connection to the server took; 0 for one that was kept, -1 when
 *     there was none
 * @param responseNanos from there to the head of the answer, or to the first byte in TCP mode; -1
 *     when there was none
 * @param totalNanos from the whole request head, or the accepted connection, to the end
 */
public record SessionRecord(
    String frontend,
    String backend,
    @Nullable String server,
    @Nullable InetSocketAddress client,
    String requestLine,
    int status,
    TerminationState termination,
    int tries,
    long bytesIn,
    long bytesOut,
    long queueNanos,
    long connectNanos,
    long responseNanos,
    long totalNanos) {}
