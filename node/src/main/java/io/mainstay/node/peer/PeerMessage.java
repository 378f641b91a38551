package io.mainstay.node.peer;

import java.util.Arrays;

/** What goes over the link. */
sealed interface PeerMessage {
  /**
   * The first message of both sides, the only one that nothing authenticates when it comes; the
   * proofs that follow cover it.
   *
   * @param instance a random number that the process chose when it started
   * @param listenPort where the sender's own listener is
   */
  record Hello(
      SessionRole role,
      long instance,
      Nonce nonce,
      int listenPort,
      String nodeName,
      String softwareVersion)
      implements PeerMessage {}

  /** Random bytes that make each session's keys new. */
  final class Nonce {
    static final int BYTES = 32;
    private final byte[] bytes;

    Nonce(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Nonce nonce && Arrays.equals(bytes, nonce.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** A virtual router, new or changed. */
  record Router(RouterState state) implements PeerMessage {}

  /** A virtual router is no longer configured. */
  record Forget(String router) implements PeerMessage {}

  /** All routers were told: what the receiver has of them is complete. */
  record Synced() implements PeerMessage {}

  /** The sender gives the virtual router up now. */
  record Resign(String router) implements PeerMessage {}

  /** Asks for a {@link Pong} with the same number. */
  record Ping(long stamp) implements PeerMessage {}

  record Pong(long stamp) implements PeerMessage {}

  /** The sender ends the session on purpose. */
  record Bye(Farewell farewell) implements PeerMessage {}

  /** Why a session ends on purpose; the codes are on the wire. */
  enum Farewell {
    /** The node stops its link. */
    STOPPING,
    /** Another session of the same two nodes is kept. */
    DUPLICATE
  }
}
