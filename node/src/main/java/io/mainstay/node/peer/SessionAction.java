package io.mainstay.node.peer;

/** What a {@link PeerSession} wants done, in this order. */
sealed interface SessionAction {
  /** Write these bytes to the connection. */
  record Send(OutFrame frame) implements SessionAction {}

  /**
   * Seal this message and write it. It is not sealed yet, because what earlier actions bring about
   * may be sent first, and sequence numbers go up in the order of writing.
   */
  record Reply(PeerMessage message) implements SessionAction {}

  /** The peer proved that it is who it says. */
  record Authenticated(PeerMessage.Hello peer) implements SessionAction {}

  /** An authenticated message came, in order. */
  record Received(PeerMessage message) implements SessionAction {}

  /** Close the connection; the session gives nothing more. */
  record Refused(SessionRefusal refusal) implements SessionAction {}
}
