package io.mainstay.node.peer;

import java.time.Duration;

/**
 * The link's bounds. {@link #defaults()} suits a LAN.
 *
 * @param handshake how long a new connection may take to authenticate
 * @param connect how long a dial may take
 * @param ping how often a session is asked whether it lives
 * @param silence how long a session may be silent before it is given up
 * @param probeWindow for how long after a session's sudden end a refused dial proves a death
 * @param minBackOff the first pause between dials; doubles up to {@code maxBackOff}
 * @param splitBrainAfter for how long two nodes may both be MASTER before it is an alarm; longer
 *     than an advertisement interval
 */
public record PeerLinkLimits(
    Duration handshake,
    Duration connect,
    Duration ping,
    Duration silence,
    Duration probeWindow,
    Duration minBackOff,
    Duration maxBackOff,
    Duration splitBrainAfter) {
  /** More virtual routers than a node can have on four links with both families. */
  public static final int MAX_ROUTERS = 2048;

  static final int MAX_FRAME_BYTES = 16 * 1024;
  static final int MAX_HANDSHAKE_FRAME_BYTES = 1024;

  /** Connections that a peer's address may hold without having authenticated. */
  static final int MAX_PENDING_PER_PEER = 4;

  /** Bytes that may wait for a slow peer; enough to tell it all routers with many addresses. */
  static final int MAX_UNSENT_BYTES = 16 * 1024 * 1024;

  /** Received pieces of a connection that may wait for the link's thread. */
  static final int MAX_UNREAD_PIECES = 4;

  public static PeerLinkLimits defaults() {
    return new PeerLinkLimits(
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(4),
        Duration.ofSeconds(1),
        Duration.ofMillis(100),
        Duration.ofSeconds(5),
        Duration.ofSeconds(3));
  }

  public PeerLinkLimits withSplitBrainAfter(Duration bound) {
    return new PeerLinkLimits(
        handshake, connect, ping, silence, probeWindow, minBackOff, maxBackOff, bound);
  }
}
