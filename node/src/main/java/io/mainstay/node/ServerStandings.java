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
import io.mainstay.node.log.ServerChange;
import io.mainstay.node.log.ServerChange.Standing;
import io.mainstay.node.log.ServerChange.Usable;
import io.mainstay.node.log.ServerLogLines;
import io.mainstay.node.notice.EventKind;
import io.mainstay.node.notice.Notices;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerLoad;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.ServerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings what checks and agents say of servers to the proxy, and to servers that track them. The
 * monitor's thread tells it results; agents' reports come from the loop's, and servers come and go
 * as their sources say.
 */
final class ServerStandings {
  /** Sets the targets of agents apart from servers, whose names have no colon. */
  private static final String AGENT = "agent:";

  private static final Standing TAKES = new Standing(ServerState.UP, ServerAdmin.READY);
  private static final Usable NOBODY = new Usable(0, 0);

  private final Proxy proxy;
  private final Notices notices;
  private final ServerLogLines log;
  private final Map<String, String> tracked = new HashMap<>();
  private final Map<String, List<String>> followers = new TreeMap<>();
  private final Map<String, AgentReport> reports = new ConcurrentHashMap<>();

  /** The servers of each backend now, as configured or found. */
  private final Map<String, Map<String, Server>> backends = new TreeMap<>();

  /** What the proxy was told, if it was told anything. */
  private final Map<String, ServerState> states = new HashMap<>();

  private final Map<String, ServerAdmin> admins = new HashMap<>();
  private final Map<String, Share> shares = new HashMap<>();
  private volatile @Nullable HealthMonitor monitor;
  private volatile @Nullable CheckLoop agentLoop;

  private record Share(int weight, int maxConn) {}

  ServerStandings(NodeConfig config, Proxy proxy, Notices notices, ServerLogLines log) {
    this.proxy = proxy;
    this.notices = notices;
    this.log = log;
    for (ServerTrack track : config.tracks()) {
      tracked.put(track.follower(), track.tracked());
      followers.computeIfAbsent(track.tracked(), each -> new ArrayList<>()).add(track.follower());
    }
    for (Backend backend : config.proxy().backends()) {
      Map<String, Server> servers = new ConcurrentSkipListMap<>();
      backend.servers().forEach(server -> servers.put(server.name(), server));
      backends.put(backend.name(), servers);
    }
  }

  /** The servers of a backend now, as configured or found. */
  Collection<Server> servers(String backend) {
    return backends.getOrDefault(backend, Map.of()).values();
  }

  // Servers come and go while the monitor's thread tells of others.

  /** Takes a server in; false when there is one of that name. */
  synchronized boolean add(String backend, Server server, ServerState state) {
    Map<String, Server> servers = backends.getOrDefault(backend, Map.of());
    if (servers.containsKey(server.name())) {
      return false;
    }
    proxy.addServer(backend, server, state);
    servers.put(server.name(), server);
    states.put(backend + "/" + server.name(), state);
    return true;
  }

  /** Gives a server another weight than it came with. */
  synchronized void reweigh(String backend, Server server) {
    backends.getOrDefault(backend, Map.of()).put(server.name(), server);
    apply(backend + "/" + server.name(), null);
  }

  /** Lets a server go; whatever is said of it from now on means nothing. */
  synchronized void remove(String backend, String server) {
    HealthMonitor watcher = monitor;
    String name = backend + "/" + server;
    if (watcher != null) {
      watcher.unwatch(AGENT + name);
      watcher.unwatch(name);
    }
    backends.getOrDefault(backend, Map.of()).remove(server);
    proxy.removeServer(backend, server);
    states.remove(name);
    admins.remove(name);
    shares.remove(name);
    reports.remove(name);
  }

  /** Reads what checks know there. */
  void watch(HealthMonitor watcher) {
    monitor = watcher;
  }

  /** The same, and can ask agents. */
  void watch(HealthMonitor watcher, CheckLoop loop) {
    watch(watcher);
    agentLoop = loop;
  }

  /** Begins to ask an agent. */
  void ask(AgentConfig agent) {
    HealthMonitor watcher = Objects.requireNonNull(monitor);
    CheckLoop loop = Objects.requireNonNull(agentLoop);
    watcher.watch(
        new HealthTarget(AGENT + agent.backend() + "/" + agent.server(), agent.address()),
        new AgentCheck(loop, agent.send(), this::heard),
        new CheckPolicy(agent.inter(), null, null, 1, 1, agent.inter(), InitialState.FULLY_UP));
  }

  private void heard(HealthTarget target, AgentReport report) {
    String server = target.name().substring(AGENT.length());
    synchronized (this) {
      if (configured(server) != null) {
        reports.merge(server, report, AgentReport::then);
      }
    }
  }

  /** Whether a server has no check of its own but follows another's. */
  boolean tracks(String server) {
    return tracked.containsKey(server);
  }

  /** A result of a server's check or agent. Returns whether it changes who takes requests. */
  synchronized boolean onResult(HealthSnapshot result) {
    String name = result.target().name();
    String server = name.startsWith(AGENT) ? name.substring(AGENT.length()) : name;
    boolean changed = apply(server, result);
    if (name.equals(server)) {
      for (String follower : followers.getOrDefault(server, List.of())) {
        changed |= apply(follower, result);
      }
    }
    return changed;
  }

  /**
   * Brings what is known of a server to the proxy.
   *
   * @param result what has just been learned; null when nothing has
   */
  private boolean apply(String server, @Nullable HealthSnapshot result) {
    Server configured = configured(server);
    if (configured == null) {
      return false; // it has left meanwhile
    }
    Optional<HealthSnapshot> check =
        result == null || isAgent(result) ? check(server) : Optional.of(result);
    ServerStanding standing = new ServerStanding(check, report(server));
    Standing before = told(server, configured);
    Standing now = new Standing(standing.state(), standing.admin().orElse(before.admin()));
    boolean changed = !before.equals(now);
    if (changed) {
      turn(server, configured, before, now, standing, Optional.ofNullable(result));
    }
    return share(server, configured, standing) || changed;
  }

  private void turn(
      String name,
      Server server,
      Standing before,
      Standing now,
      ServerStanding standing,
      Optional<HealthSnapshot> result) {
    String backend = name.substring(0, name.indexOf('/'));
    boolean logged = log.hears(backend);
    Usable usable = logged ? usable(backend) : NOBODY;
    ServerLoad load = logged ? proxy.load(backend, server.name()) : new ServerLoad(0, 0);
    if (before.state() != now.state()) {
      states.put(name, now.state());
      proxy.serverState(backend, server.name(), now.state());
      notices.tell(
          EventKind.SERVER, name, before.state().name(), now.state().name(), standing.reason());
    }
    if (before.admin() != now.admin()) {
      admins.put(name, now.admin());
      proxy.serverAdmin(backend, server.name(), now.admin());
    }
    if (logged) {
      // What an agent said may reach the proxy with the check's next result, which is no reason.
      Optional<HealthSnapshot> why =
          result.filter(seen -> seen.lastResult().passed() == (now.state() != ServerState.DOWN));
      log.onChange(
          new ServerChange(
              backend,
              server,
              before,
              now,
              Optional.ofNullable(tracked.get(name)),
              why.filter(seen -> !isAgent(seen)).map(HealthSnapshot::lastResult),
              why.filter(seen -> isAgent(seen)).map(HealthSnapshot::lastResult),
              usable,
              usable(backend),
              load));
    }
  }

  private static boolean isAgent(HealthSnapshot result) {
    return result.target().name().startsWith(AGENT);
  }

  private boolean share(String name, Server server, ServerStanding standing) {
    Share share = new Share(standing.weight(server.weight()), standing.maxConn(server.maxConn()));
    if (share.equals(shares.put(name, share))) {
      return false;
    }
    String backend = name.substring(0, name.indexOf('/'));
    proxy.serverShare(backend, server.name(), share.weight, share.maxConn);
    return true;
  }

  /** What the proxy knows of a server. */
  private Standing told(String name, Server server) {
    return new Standing(
        states.getOrDefault(name, ServerState.UP), admins.getOrDefault(name, server.admin()));
  }

  /** How many servers of a backend get requests, as the proxy was told. */
  private Usable usable(String backend) {
    int active = 0;
    int backup = 0;
    for (Server server : servers(backend)) {
      String name = backend + "/" + server.name();
      Share share = shares.get(name);
      if (told(name, server).equals(TAKES)
          && (share == null ? server.weight() : share.weight) > 0) {
        active += server.role() == ServerRole.ACTIVE ? 1 : 0;
        backup += server.role() == ServerRole.BACKUP ? 1 : 0;
      }
    }
    return new Usable(active, backup);
  }

  private @Nullable Server configured(String server) {
    int slash = server.indexOf('/');
    Map<String, Server> servers = backends.getOrDefault(server.substring(0, slash), Map.of());
    return servers.get(server.substring(slash + 1));
  }

  /** What the check knows that a server has or tracks; empty when it has none. */
  Optional<HealthSnapshot> check(String server) {
    HealthMonitor watcher = monitor;
    return watcher == null
        ? Optional.empty()
        : watcher.snapshot(tracked.getOrDefault(server, server));
  }

  /** How asking a server's agent went; empty when it has none. */
  Optional<HealthSnapshot> asked(String server) {
    HealthMonitor watcher = monitor;
    return watcher == null ? Optional.empty() : watcher.snapshot(AGENT + server);
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
