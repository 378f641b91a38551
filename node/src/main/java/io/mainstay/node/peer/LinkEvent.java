package io.mainstay.node.peer;

/** What the other threads tell the link's thread. */
sealed interface LinkEvent {
  /** A configured peer's address connected; nothing is proved. */
  record Accepted(PeerConnection connection) implements LinkEvent {}

  /** Bytes can flow. */
  record Connected(PeerConnection connection) implements LinkEvent {}

  /** The bytes belong to the receiver; it answers with {@link PeerConnection#taken}. */
  record Arrived(PeerConnection connection, Piece piece) implements LinkEvent {}

  /** The connection is closed. */
  record Ended(PeerConnection connection, SessionEnd how, String reason) implements LinkEvent {}

  /** No connection came to be, because the peer's host said that nobody listens. */
  record DialRefused(PeerConnection connection) implements LinkEvent {}

  /** No connection came to be; why is not known for sure. */
  record DialFailed(PeerConnection connection, String reason) implements LinkEvent {}

  /** This node gives up a virtual router. */
  record Resign(String router) implements LinkEvent {}

  /** This node's own state changed. */
  record Changed() implements LinkEvent {}

  record Close() implements LinkEvent {}

  /** Some bytes of a connection. */
  final class Piece {
    final byte[] bytes;
    final int length;

    Piece(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }
  }
}
