package io.mainstay.node;

import io.mainstay.health.CheckPolicy;
import io.mainstay.health.HealthMonitor;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.InitialState;
import io.mainstay.health.check.AgentCheck;
import io.mainstay.health.check.AgentReport;
import io.mainstay.health.check.CheckLoop;
import io.mainstay.node.config.AgentConfig;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.ServerTrack;
import io.mainstay.node.notice.EventKind;
import io.mainstay.node.notice.Notices;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings what checks and agents say of servers to the proxy, and to servers that track them. The
 * monitor's thread tells it results; agents' reports come from the loop's.
 */
final class ServerStandings {
  /** Sets the targets of agents apart from servers, whose names have no colon. */
  private static final String AGENT = "agent:";

  private final Proxy proxy;
  private final Notices notices;
  private final Map<String, String> tracked = new HashMap<>();
  private final Map<String, List<String>> followers = new TreeMap<>();
  private final Map<String, AgentReport> reports = new ConcurrentHashMap<>();

  /** What the proxy was told; the monitor's thread only. */
  private final Map<String, ServerState> states = new HashMap<>();

  private final Map<String, ServerAdmin> admins = new HashMap<>();
  private volatile @Nullable HealthMonitor monitor;

  ServerStandings(NodeConfig config, Proxy proxy, Notices notices) {
    this.proxy = proxy;
    this.notices = notices;
    for (ServerTrack track : config.tracks()) {
      tracked.put(track.follower(), track.tracked());
      followers.computeIfAbsent(track.tracked(), each -> new ArrayList<>()).add(track.follower());
    }
  }

  /** Reads what checks know there. */
  void watch(HealthMonitor watcher) {
    monitor = watcher;
  }

  /** The same, and begins to ask the agents. */
  void watch(HealthMonitor watcher, List<AgentConfig> agents, CheckLoop loop) {
    watch(watcher);
    for (AgentConfig agent : agents) {
      watcher.watch(
          new HealthTarget(AGENT + agent.backend() + "/" + agent.server(), agent.address()),
          new AgentCheck(loop, agent.send(), this::heard),
          new CheckPolicy(agent.inter(), null, null, 1, 1, agent.inter(), InitialState.FULLY_UP));
    }
  }

  private void heard(HealthTarget target, AgentReport report) {
    reports.merge(target.name().substring(AGENT.length()), report, AgentReport::then);
  }

  /** Whether a server has no check of its own but follows another's. */
  boolean tracks(String server) {
    return tracked.containsKey(server);
  }

  /** A result of a server's check or agent. Returns whether it changes who takes requests. */
  boolean onResult(HealthSnapshot result) {
    String name = result.target().name();
    String server = name.startsWith(AGENT) ? name.substring(AGENT.length()) : name;
    boolean changed = apply(server, name.equals(server) ? result : null);
    for (String follower : followers.getOrDefault(server, List.of())) {
      changed |= apply(follower, name.equals(server) ? result : null);
    }
    return changed;
  }

  private boolean apply(String server, @Nullable HealthSnapshot result) {
    Optional<HealthSnapshot> check = result != null ? Optional.of(result) : check(server);
    ServerStanding standing = new ServerStanding(check, report(server));
    int slash = server.indexOf('/');
    String backend = server.substring(0, slash);
    String name = server.substring(slash + 1);
    ServerState state = standing.state();
    ServerState before = states.getOrDefault(server, ServerState.UP);
    boolean changed = before != state;
    if (changed) {
      states.put(server, state);
      proxy.serverState(backend, name, state);
      notices.tell(EventKind.SERVER, server, before.name(), state.name(), standing.reason());
    }
    Optional<ServerAdmin> admin = standing.admin();
    if (admin.isPresent() && admins.get(server) != admin.get()) {
      admins.put(server, admin.get());
      proxy.serverAdmin(backend, name, admin.get());
      changed = true;
    }
    return changed;
  }

  /** What the check knows that a server has or tracks; empty when it has none. */
  Optional<HealthSnapshot> check(String server) {
    HealthMonitor watcher = monitor;
    return watcher == null
        ? Optional.empty()
        : watcher.snapshot(tracked.getOrDefault(server, server));
  }

  /** All that a server's agent has said; empty when it has none or it said nothing yet. */
  Optional<AgentReport> report(String server) {
    return Optional.ofNullable(reports.get(server));
  }

  /** What is known of a server now. */
  ServerStanding standing(String server) {
    return new ServerStanding(check(server), report(server));
  }
}
