package io.mainstay.node;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.ServerTrack;
import io.mainstay.node.log.AccessLog;
import io.mainstay.node.notice.Notices;
import io.mainstay.node.status.NodeSnapshot;
import io.mainstay.node.status.NodeSnapshot.Election;
import io.mainstay.node.status.NodeSnapshot.ServerHealth;
import io.mainstay.node.status.NodeSnapshot.Told;
import io.mainstay.node.status.RouterStatus;
import io.mainstay.proxy.BackendSnapshot;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.proxy.ServerSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what all parts of a node know, once for each that asks. Any thread. */
final class NodeStatus {
  private final NodeConfig config;
  private final Proxy proxy;
  private final NodeHealth health;
  private final @Nullable NodeRouters routers;
  private final @Nullable NodePeers peers;
  private final Notices notices;
  private final Map<String, String> tracked = new HashMap<>();
  private final AccessLog log;
  private final long startedNanos = System.nanoTime();

  NodeStatus(
      NodeConfig config,
      Proxy proxy,
      NodeHealth health,
      @Nullable NodeRouters routers,
      @Nullable NodePeers peers,
      Notices notices,
      AccessLog log) {
    this.config = config;
    this.proxy = proxy;
    this.health = health;
    this.routers = routers;
    this.peers = peers;
    this.notices = notices;
    this.log = log;
    for (ServerTrack track : config.tracks()) {
      tracked.put(track.follower(), track.tracked());
    }
  }

  NodeSnapshot snapshot() {
    ProxySnapshot counts = proxy.snapshot();
    return new NodeSnapshot(
        config.name(),
        NANOSECONDS.toSeconds(System.nanoTime() - startedNanos),
        Optional.ofNullable(routers).map(this::election),
        peers == null ? List.of() : peers.status(),
        notices.hasListeners()
            ? Optional.of(new Told(notices.dropped(), notices.counts()))
            : Optional.empty(),
        log.isOn() ? log.snapshot() : List.of(),
        counts,
        servers(counts),
        health.nowNanos());
  }

  private Election election(NodeRouters running) {
    List<RouterStatus> states =
        running.status().stream()
            .map(each -> each.withTrackers(health.trackers(each.config().vrrp().name())))
            .toList();
    return new Election(states, running.agentStatus(), running.priority());
  }

  private Map<String, ServerHealth> servers(ProxySnapshot counts) {
    Map<String, ServerHealth> known = new HashMap<>();
    for (BackendSnapshot backend : counts.backends()) {
      for (ServerSnapshot server : backend.servers()) {
        String name = backend.name() + "/" + server.name();
        ServerStanding standing = health.standing(backend.name(), server.name());
        known.put(
            name,
            new ServerHealth(
                standing.check(),
                Optional.ofNullable(tracked.get(name)),
                standing.agent(),
                health.asked(name)));
      }
    }
    return known;
  }
}
