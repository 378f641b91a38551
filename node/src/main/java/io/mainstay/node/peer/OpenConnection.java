package io.mainstay.node.peer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection from its first moment to its end, and what it has become. Link thread only. */
final class OpenConnection {
  private final PeerConnection connection;
  private final long connectByNanos;
  private @Nullable LinkSession session;
  private @Nullable KnownPeer owner;

  /**
   * A connection that has no session yet.
   *
   * @param connectByNanos until when it must have one
   * @param owner the peer that is dialled; null where it is not known yet who dials
   */
  OpenConnection(PeerConnection connection, long connectByNanos, @Nullable KnownPeer owner) {
    this.connection = connection;
    this.connectByNanos = connectByNanos;
    this.owner = owner;
  }

  PeerConnection connection() {
    return connection;
  }

  /** Bytes flow from now on. */
  void begin(LinkSession begun) {
    session = begun;
  }

  Optional<LinkSession> session() {
    return Optional.ofNullable(session);
  }

  void belongsTo(KnownPeer peer) {
    owner = peer;
  }

  @Nullable KnownPeer owner() {
    return owner;
  }

  boolean isDialled() {
    return connection.role() == SessionRole.DIALLER;
  }

  boolean isAuthenticated() {
    return session != null && session.isAuthenticated();
  }

  /** Whether it took too long to get as far as a session. */
  boolean isOverdue(long nowNanos) {
    return session == null && connectByNanos - nowNanos <= 0;
  }

  /** When it has to be looked at again. */
  long deadlineNanos(long nowNanos) {
    return session == null ? connectByNanos : session.deadlineNanos(nowNanos);
  }
}
