package io.mainstay.node.peer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The link's connections by their numbers. Link thread only. */
final class OpenConnections {
  private final Map<Long, OpenConnection> connections = new HashMap<>();

  void add(OpenConnection open) {
    connections.put(open.connection().id(), open);
  }

  /** Forgets the connection; empty when it was forgotten before. */
  Optional<OpenConnection> remove(PeerConnection connection) {
    return Optional.ofNullable(connections.remove(connection.id()));
  }

  Optional<OpenConnection> find(PeerConnection connection) {
    return Optional.ofNullable(connections.get(connection.id()));
  }

  boolean has(PeerConnection connection) {
    return connections.containsKey(connection.id());
  }

  /** All of them, as they are now. */
  List<OpenConnection> all() {
    return List.copyOf(connections.values());
  }

  /** All sessions, as they are now. */
  List<LinkSession> sessions() {
    return connections.values().stream().flatMap(open -> open.session().stream()).toList();
  }

  /** The session of the connection with that number. */
  Optional<LinkSession> session(long connection) {
    return Optional.ofNullable(connections.get(connection)).flatMap(OpenConnection::session);
  }

  /** Whose connection it is, as far as that is known. */
  @Nullable KnownPeer owner(PeerConnection connection) {
    OpenConnection open = connections.get(connection.id());
    return open == null ? null : open.owner();
  }

  /** When the first of them has to be looked at again; at most {@code latest}. */
  long deadlineNanos(long latest, long nowNanos) {
    long deadline = latest;
    for (OpenConnection open : connections.values()) {
      deadline = nowNanos + Math.min(deadline - nowNanos, open.deadlineNanos(nowNanos) - nowNanos);
    }
    return deadline;
  }
}
