package io.mainstay.node.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection, its protocol, and what both sides told each other over it. Link thread only. */
final class LinkSession {
  private final PeerConnection connection;
  private final PeerSession protocol;
  private final Map<String, RouterState> sent = new LinkedHashMap<>();
  private final Map<String, RouterState> heard = new LinkedHashMap<>();
  private boolean synced;
  private PeerMessage.@Nullable Hello hello;
  private long closeByNanos;
  private boolean closing;

  LinkSession(PeerConnection connection, PeerSession protocol) {
    this.connection = connection;
    this.protocol = protocol;
  }

  PeerConnection connection() {
    return connection;
  }

  PeerSession protocol() {
    return protocol;
  }

  void authenticated(PeerMessage.Hello peer) {
    hello = peer;
  }

  boolean isAuthenticated() {
    return hello != null;
  }

  /** What the peer proved; only once authenticated. */
  PeerMessage.Hello hello() {
    if (hello == null) {
      throw new IllegalStateException("the peer has proved nothing yet");
    }
    return hello;
  }

  long roundTripNanos() {
    return protocol.roundTripNanos();
  }

  void send(PeerMessage message) {
    if (protocol.isReady()) {
      connection.send(protocol.seal(message));
    }
  }

  /** Says goodbye; the peer closes, and if it does not, this side does at the deadline. */
  void sayGoodbye(PeerMessage.Farewell farewell, long closeBy) {
    send(new PeerMessage.Bye(farewell));
    closing = true;
    closeByNanos = closeBy;
  }

  boolean isClosing() {
    return closing;
  }

  boolean isOverdue(long nowNanos) {
    return closing && closeByNanos - nowNanos <= 0;
  }

  long deadlineNanos(long nowNanos) {
    return closing ? closeByNanos : protocol.deadlineNanos(nowNanos);
  }

  /** Tells the peer what it does not know yet. */
  void tell(LocalState state) {
    boolean changed = !synced;
    List<String> gone = new ArrayList<>(sent.keySet());
    for (RouterState router : state.routers()) {
      gone.remove(router.name());
      if (!router.equals(sent.put(router.name(), router))) {
        send(new PeerMessage.Router(router));
        changed = true;
      }
    }
    for (String router : gone) {
      sent.remove(router);
      send(new PeerMessage.Forget(router));
      changed = true;
    }
    if (changed) {
      synced = true;
      send(new PeerMessage.Synced());
    }
  }

  /** Whether the peer stays within what a link carries. */
  boolean hear(RouterState router) {
    heard.put(router.name(), router);
    return heard.size() <= PeerLinkLimits.MAX_ROUTERS;
  }

  void forget(String router) {
    heard.remove(router);
  }

  List<RouterState> heard() {
    return List.copyOf(heard.values());
  }
}
