package io.mainstay.node.status;

import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.check.AgentReport;
import io.mainstay.node.config.VrrpPriority;
import io.mainstay.node.log.LogTargetSnapshot;
import io.mainstay.node.notice.NoticeCounts;
import io.mainstay.node.peer.PeerSnapshot;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.vrrp.engine.VrrpAgentSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a node knows of itself at one moment: page, CSV, JSON and metrics are written from one
 * of these, so that none of them contradicts itself. Immutable.
 *
 * @param node the node's name
 * @param uptimeSeconds since it started
 * @param election the virtual routers; empty for a node without any
 * @param peers the links to the other nodes
 * @param notices who is told of events; empty when nobody is
 * @param log where sessions are logged; empty when nowhere
 * @param proxy what goes through
 * @param servers what checks and agents know, by {@code backend/server}
 * @param healthNanos now, on the clock of the checks
 */
public record NodeSnapshot(
    String node,
    long uptimeSeconds,
    Optional<Election> election,
    List<PeerSnapshot> peers,
    Optional<Told> notices,
    List<LogTargetSnapshot> log,
    ProxySnapshot proxy,
    Map<String, ServerHealth> servers,
    long healthNanos) {

  /**
   * The virtual routers.
   *
   * @param routers in the order of the configuration
   * @param agent how their thread does
   * @param priority what the kernel granted it
   */
  public record Election(
      List<RouterStatus> routers, VrrpAgentSnapshot agent, VrrpPriority priority) {
    public Election {
      routers = List.copyOf(routers);
    }
  }

  /**
   * Who is told of events.
   *
   * @param dropped events that nobody was told of
   * @param receivers each of them
   */
  public record Told(long dropped, List<NoticeCounts> receivers) {
    public Told {
      receivers = List.copyOf(receivers);
    }
  }

  /**
   * What is known of a server beside its requests.
   *
   * @param check what its check knows, its own or the one it tracks; empty without one
   * @param tracked whose check that is, when it is not its own
   * @param agent all that its agent has said; empty before it said anything
   * @param asked how asking its agent went; empty without one
   */
  public record ServerHealth(
      Optional<HealthSnapshot> check,
      Optional<String> tracked,
      Optional<AgentReport> agent,
      Optional<HealthSnapshot> asked) {
    static final ServerHealth UNKNOWN =
        new ServerHealth(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public NodeSnapshot {
    peers = List.copyOf(peers);
    log = List.copyOf(log);
    servers = Map.copyOf(servers);
  }

  /** What is known of a server, nothing if it is one that has left. */
  public ServerHealth server(String backend, String server) {
    return servers.getOrDefault(backend + "/" + server, ServerHealth.UNKNOWN);
  }

  /** The same with only those frontends and backends; with all of them when none is named. */
  public NodeSnapshot within(Set<String> scope) {
    if (scope.isEmpty()) {
      return this;
    }
    ProxySnapshot shown =
        new ProxySnapshot(
            proxy.frontends().stream().filter(each -> scope.contains(each.name())).toList(),
            proxy.backends().stream().filter(each -> scope.contains(each.name())).toList(),
            proxy.loopLagMillis());
    return new NodeSnapshot(
        node, uptimeSeconds, election, peers, notices, log, shown, servers, healthNanos);
  }
}
