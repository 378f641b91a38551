package io.mainstay.node.peer;

import io.mainstay.node.accesslog.AddressText;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the link's thread knows of one configured peer. */
final class KnownPeer {
  private final PeerStateMachine stateMachine;
  private final SplitBrainWatch splitBrain;
  private final Set<String> told = new HashSet<>();
  private Peer peer;
  private String softwareVersion = "";
  private boolean synced;
  private @Nullable LinkSession session;
  private boolean up;
  private Instant since;
  private Optional<String> lastError = Optional.empty();
  private Optional<String> oneWay = Optional.empty();
  private List<String> differences = List.of();
  private List<String> alarms = List.of();

  KnownPeer(
      InetSocketAddress address,
      PeerStateMachine stateMachine,
      PeerLinkLimits limits,
      Instant wallNow) {
    this.stateMachine = stateMachine;
    this.splitBrain = new SplitBrainWatch(limits.splitBrainAfter().toNanos());
    this.since = wallNow;
    this.peer = new Peer(AddressText.of(address), address, List.of());
  }

  PeerStateMachine stateMachine() {
    return stateMachine;
  }

  /** As last heard of. */
  Peer peer() {
    return peer;
  }

  InetSocketAddress address() {
    return peer.address();
  }

  /** The session in use. */
  Optional<LinkSession> session() {
    return Optional.ofNullable(session);
  }

  void use(LinkSession used) {
    session = used;
    softwareVersion = used.hello().softwareVersion();
    peer = new Peer(used.hello().nodeName(), peer.address(), peer.routers());
  }

  /** That session is over; if it was in use, there is none until another one is. */
  void lost(LinkSession ended) {
    if (session == ended) {
      session = null;
    }
  }

  void up(Instant wallNow) {
    up = true;
    since = wallNow;
  }

  void down(String reason, Instant wallNow) {
    up = false;
    since = wallNow;
    session = null;
    synced = false;
    oneWay = Optional.empty();
    alarms = List.of();
    splitBrain.clear();
    failed(reason);
  }

  void failed(String reason) {
    lastError = Optional.of(reason);
  }

  /** The peer told everything it has. */
  void routers(List<RouterState> routers) {
    peer = new Peer(peer.name(), peer.address(), routers);
    synced = true;
  }

  void oneWay(Optional<String> warning) {
    oneWay = warning;
  }

  /** Compares the two nodes; each warning is told once, until it no longer holds. */
  void compare(PeerLinkConfig config, LocalState own, long nowNanos, Consumer<String> warn) {
    if (up && synced) {
      differences =
          FingerprintComparison.compare(config.softwareVersion(), own, softwareVersion, peer);
      alarms = splitBrain.observe(own, peer, nowNanos);
    }
    List<String> warnings = warnings();
    told.retainAll(warnings);
    warnings.stream().filter(told::add).forEach(warn);
  }

  PeerSnapshot snapshot() {
    return new PeerSnapshot(
        peer,
        up ? PeerSnapshot.State.UP : PeerSnapshot.State.DOWN,
        since,
        up && stateMachine.isReached(),
        session()
            .map(LinkSession::roundTripNanos)
            .filter(nanos -> nanos >= 0)
            .map(Duration::ofNanos),
        lastError,
        warnings());
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(alarms);
    oneWay.ifPresent(warnings::add);
    warnings.addAll(differences);
    return warnings;
  }
}
