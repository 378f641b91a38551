package io.mainstay.node;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckThreads;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthListener;
import io.mainstay.health.HealthMonitor;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.HealthTransition;
import io.mainstay.health.check.CheckLoop;
import io.mainstay.node.config.BackendCheck;
import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
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
import java.time.Duration;
import java.util.HashMap;
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
  private final ServerStandings standings;
  private final HealthMonitor monitor;

  /** What each target warned of last; the monitor's thread only. */
  private final Map<String, String> warnings = new HashMap<>();

  private @Nullable CheckLoop agents;
  private volatile Trackers trackers = Trackers.NONE;

  /** Starts checking; {@code onChange} runs on the monitor's thread after each turn of a server. */
  static NodeHealth start(
      NodeConfig config, Plugins plugins, Proxy proxy, Notices notices, Runnable onChange)
      throws InvalidConfigException {
    NodeHealth health = new NodeHealth(config, proxy, notices, onChange);
    try {
      health.watchAll(plugins);
      return health;
    } catch (InvalidConfigException | RuntimeException e) {
      health.close();
      throw e;
    }
  }

  private NodeHealth(NodeConfig config, Proxy proxy, Notices notices, Runnable onChange) {
    this.config = config;
    this.proxy = proxy;
    this.standings = new ServerStandings(config, proxy, notices);
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
                warn(snapshot);
                boolean changed =
                    Trackers.isTracker(snapshot.target())
                        ? trackers.mayChangeWeight(snapshot)
                        : standings.onResult(snapshot);
                if (changed) {
                  onChange.run();
                }
              }
            });
  }

  private void watchAll(Plugins plugins) throws InvalidConfigException {
    CheckEnvironment environment =
        new CheckEnvironment(blocking, new ServerStateText(config.name(), proxy, standings)::of);
    Map<String, HealthCheck> checks = plugins.createChecks(config, environment);
    for (BackendCheck check : config.checks()) {
      HealthCheck probe = checks.get(check.backend());
      for (Backend backend : config.proxy().backends()) {
        if (probe != null && backend.name().equals(check.backend())) {
          for (Server server : backend.servers()) {
            String name = targetName(backend.name(), server.name());
            if (standings.tracks(name)) {
              continue;
            }
            unprobed.put(name, new CountDownLatch(1));
            monitor.watch(new HealthTarget(name, check.addressOf(server)), probe, check.policy());
          }
        }
      }
    }
    if (!config.agents().isEmpty()) {
      agents = CheckLoop.start();
      standings.watch(monitor, config.agents(), agents);
    } else {
      standings.watch(monitor);
    }
    trackers = prepareTrackers(plugins, environment);
    trackers.watch(monitor, name -> unprobed.put(name, new CountDownLatch(1)));
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
   * Waits until every server was probed once, so that the first election already knows; not longer
   * than {@code limit}.
   */
  void awaitFirstResults(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
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
      for (Server server : backend.servers()) {
        if (up(backend.name(), server.name())
            && admin(backend.name(), server) == ServerAdmin.READY
            && server.weight() > 0) {
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

  /** What check and agent of a server together mean. */
  ServerStanding standing(String backend, String server) {
    return standings.standing(targetName(backend, server));
  }

  long nowNanos() {
    return monitor.nowNanos();
  }

  @Override
  public void close() {
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
