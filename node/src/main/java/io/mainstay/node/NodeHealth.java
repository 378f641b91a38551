package io.mainstay.node;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckThreads;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthListener;
import io.mainstay.health.HealthMonitor;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthState;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.HealthTransition;
import io.mainstay.health.check.CheckLoop;
import io.mainstay.health.source.FoundServer;
import io.mainstay.node.config.BackendCheck;
import io.mainstay.node.config.CheckPlace;
import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.SourceConfig;
import io.mainstay.node.log.AccessLog;
import io.mainstay.node.log.CheckLogLines;
import io.mainstay.node.log.ServerLogLines;
import io.mainstay.node.notice.Notices;
import io.mainstay.node.track.Tracker;
import io.mainstay.node.track.TrackerProbes;
import io.mainstay.node.track.TrackerState;
import io.mainstay.node.track.Trackers;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerState;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the servers, takes them out of the proxy and puts them back, and counts the usable ones.
 */
final class NodeHealth implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeHealth.class);

  /** Scripts and drivers that block share this many threads. */
  private static final int BLOCKING_CHECK_THREADS = 16;

  /** How long a stop waits for scripts to be killed. */
  private static final long SCRIPT_END_MILLIS = 1_000;

  private final NodeConfig config;
  private final Proxy proxy;
  private final ExecutorService blocking = CheckThreads.bounded(BLOCKING_CHECK_THREADS);
  private final Map<String, CountDownLatch> unprobed = new ConcurrentHashMap<>();
  private final Map<String, HealthCheck> checks = new TreeMap<>();
  private final List<FoundServers> sources = new ArrayList<>();
  private final Runnable onChange;
  private final ServerStandings standings;
  private final HealthMonitor monitor;

  /** What each target warned of last. */
  private final Map<String, String> warnings = new ConcurrentHashMap<>();

  private @Nullable CheckLoop agents;
  private volatile Trackers trackers = Trackers.NONE;

  /** Starts checking; {@code onChange} runs on the monitor's thread after each turn of a server. */
  static NodeHealth start(
      NodeConfig config,
      Plugins plugins,
      Proxy proxy,
      Notices notices,
      AccessLog log,
      Runnable onChange)
      throws InvalidConfigException {
    NodeHealth health = new NodeHealth(config, proxy, notices, log, onChange);
    try {
      health.watchAll(plugins);
      return health;
    } catch (InvalidConfigException | RuntimeException e) {
      health.close();
      throw e;
    }
  }

  private NodeHealth(
      NodeConfig config, Proxy proxy, Notices notices, AccessLog log, Runnable onChange) {
    CheckLogLines checkLog = new CheckLogLines(log);
    this.config = config;
    this.proxy = proxy;
    this.onChange = onChange;
    this.standings =
        new ServerStandings(config, proxy, notices, new ServerLogLines(log, config.proxy()));
    this.monitor =
        HealthMonitor.start(
            new HealthListener() {
              @Override
              public void onTransition(HealthTransition transition) {
                onChange.run();
              }

              @Override
              public void onResult(HealthSnapshot snapshot) {
                probed(snapshot.target().name());
                checkLog.onResult(snapshot);
                boolean changed =
                    Trackers.isTracker(snapshot.target())
                        ? trackers.mayChangeWeight(snapshot)
                        : standings.onResult(snapshot);
                if (changed) {
                  onChange.run();
                }
                warn(snapshot);
              }

              @Override
              public void onUnwatched(HealthTarget target) {
                checkLog.forget(target.name());
                warnings.remove(target.name());
              }
            });
  }

  private void watchAll(Plugins plugins) throws InvalidConfigException {
    CheckEnvironment environment =
        new CheckEnvironment(blocking, new ServerStateText(config.name(), proxy, standings)::of);
    checks.putAll(plugins.createChecks(config, environment));
    if (config.agents().isEmpty()
        && config.sources().stream().allMatch(each -> each.agent().isEmpty())) {
      standings.watch(monitor);
    } else {
      agents = CheckLoop.start();
      standings.watch(monitor, agents);
    }
    for (BackendCheck check : config.checks()) {
      for (Server server : standings.servers(check.backend())) {
        String name = targetName(check.backend(), server.name());
        if (!standings.tracks(name)) {
          CheckPlace place = config.checkPlaces().getOrDefault(name, CheckPlace.SERVER);
          unprobed.put(name, new CountDownLatch(1));
          watch(check, name, place.of(server.address()));
        }
      }
    }
    config.agents().forEach(standings::ask);
    trackers = prepareTrackers(plugins, environment);
    trackers.watch(monitor, name -> unprobed.put(name, new CountDownLatch(1)));
    for (SourceConfig source : config.sources()) {
      FoundServers servers = new FoundServers(source, new Taking(source));
      sources.add(servers);
      startSource(plugins, source, servers);
    }
  }

  private static void startSource(Plugins plugins, SourceConfig source, FoundServers servers)
      throws InvalidConfigException {
    try {
      servers.start(plugins);
    } catch (IllegalArgumentException e) {
      throw InvalidConfigException.of(
          new ConfigProblem(source.location(), String.valueOf(e.getMessage())));
    }
  }

  private void watch(BackendCheck check, String name, InetSocketAddress address) {
    HealthCheck probe = checks.get(check.backend());
    if (probe != null) {
      monitor.watch(new HealthTarget(name, address), probe, check.policy());
    }
  }

  /** Takes in what a source finds. */
  private final class Taking implements FoundServers.Backend {
    private final SourceConfig source;
    private final Optional<BackendCheck> check;

    Taking(SourceConfig source) {
      this.source = source;
      this.check =
          config.checks().stream()
              .filter(each -> each.backend().equals(source.backend()))
              .findFirst();
    }

    @Override
    public boolean add(FoundServer found, Server server) {
      boolean up = check.map(each -> HealthState.initial(each.policy()).up()).orElse(true);
      ServerState state = up ? ServerState.UP : ServerState.DOWN;
      if (!standings.add(source.backend(), server, state)) {
        return false;
      }
      String name = targetName(source.backend(), server.name());
      check.ifPresent(each -> watch(each, name, source.check().of(found.address())));
      source.agent(found).ifPresent(standings::ask);
      return true;
    }

    @Override
    public void reweigh(Server server) {
      standings.reweigh(source.backend(), server);
    }

    @Override
    public void remove(FoundServer found) {
      standings.remove(source.backend(), found.name());
    }

    @Override
    public void changed() {
      onChange.run();
    }
  }

  private Trackers prepareTrackers(Plugins plugins, CheckEnvironment environment)
      throws InvalidConfigException {
    Map<String, List<Tracker>> byRouter = new TreeMap<>();
    config.routers().forEach(router -> byRouter.put(router.vrrp().name(), router.trackers()));
    try {
      return Trackers.prepare(
          byRouter,
          new TrackerProbes(
              spec -> plugins.createCheck(spec, environment),
              blocking,
              new ServingConditions(this, proxy)));
    } catch (Trackers.UnwatchableException e) {
      throw InvalidConfigException.of(
          new ConfigProblem(
              e.tracker().location(), "tracker " + e.tracker().name() + ": " + e.getMessage()));
    }
  }

  /** A target is called as HAProxy's logs call a server. */
  private static String targetName(String backend, String server) {
    return backend + "/" + server;
  }

  private void probed(String target) {
    CountDownLatch latch = unprobed.remove(target);
    if (latch != null) {
      latch.countDown();
    }
  }

  /** Says each warning once, and again when it changed meanwhile. */
  private void warn(HealthSnapshot snapshot) {
    String target = snapshot.target().name();
    String warning = snapshot.lastResult().warning();
    String before = warnings.put(target, warning);
    if (!warning.isEmpty() && !warning.equals(before)) {
      LOG.warn("health target={} warning=\"{}\"", target, warning);
    }
  }

  /**
   * Waits until every source has told once and every server of the configuration was probed once,
   * so that the first election already knows; not longer than {@code limit}.
   */
  void awaitFirstResults(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    FoundServers.awaitFirst(sources, limit);
    for (CountDownLatch latch : List.copyOf(unprobed.values())) {
      if (!latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  /**
   * How many servers of each backend take requests now, backups included; a server without a check
   * always does, unless the configuration takes it out.
   */
  Map<String, Integer> usableServers() {
    Map<String, Integer> usable = new TreeMap<>();
    for (Backend backend : config.proxy().backends()) {
      int count = 0;
      for (Server server : standings.servers(backend.name())) {
        if (up(backend.name(), server.name())
            && admin(backend.name(), server) == ServerAdmin.READY
            && standing(backend.name(), server.name()).weight(server.weight()) > 0) {
          count++;
        }
      }
      usable.put(backend.name(), count);
    }
    return usable;
  }

  /** Whether a server takes requests now. */
  boolean up(String backend, String server) {
    return standing(backend, server).state() == ServerState.UP;
  }

  /** What the configuration says, until the server's agent says otherwise. */
  private ServerAdmin admin(String backend, Server server) {
    return standing(backend, server.name()).admin().orElse(server.admin());
  }

  /** What the trackers of a router say now. */
  List<TrackerState> trackers(String router) {
    return trackers.states(router, monitor);
  }

  /** What the checks know of a server; empty when it has none. */
  Optional<HealthSnapshot> snapshot(String backend, String server) {
    return standings.check(targetName(backend, server));
  }

  /** How asking the agent of a {@code backend/server} went; empty when it has none. */
  Optional<HealthSnapshot> asked(String server) {
    return standings.asked(server);
  }

  /** What check and agent of a server together mean. */
  ServerStanding standing(String backend, String server) {
    return standings.standing(targetName(backend, server));
  }

  long nowNanos() {
    return monitor.nowNanos();
  }

  @Override
  public void close() {
    sources.forEach(FoundServers::close);
    monitor.close();
    if (agents != null) {
      agents.close();
    }
    blocking.shutdownNow();
    awaitScripts();
  }

  /** A script that still runs is killed by the thread that waits for it. */
  private void awaitScripts() {
    try {
      if (!blocking.awaitTermination(SCRIPT_END_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("a blocking check did not end with the node");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
