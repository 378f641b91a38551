package io.mainstay.node.peer;

/** What a {@link PeerStateMachine} wants done, in this order. */
sealed interface PeerAction {
  /** Connect to the peer's listener; exactly one answer must come back. */
  record Dial() implements PeerAction {}

  /** Say goodbye on that connection and close it. */
  record Dismiss(long connection) implements PeerAction {}

  /** From now on, talk to the peer over that connection. */
  record Use(long connection) implements PeerAction {}

  /** A session stands. */
  record Up() implements PeerAction {}

  /** No session stands any more. */
  record Down(String reason) implements PeerAction {}

  /** The peer's process is proved dead. */
  record Died(String proof) implements PeerAction {}

  /** The peer reaches this node but not the other way round. */
  record OneWay(String reason) implements PeerAction {}
}
