package io.mainstay.node;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckThreads;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthListener;
import io.mainstay.health.HealthMonitor;
import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.HealthTransition;
import io.mainstay.node.config.BackendCheck;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.proxy.Backend;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Checks the servers, takes them out of the proxy and puts them back, and counts the usable ones.
 */
final class NodeHealth implements AutoCloseable {
  /** Scripts and drivers that block share this many threads. */
  private static final int BLOCKING_CHECK_THREADS = 16;

  private final NodeConfig config;
  private final Proxy proxy;
  private final Runnable onChange;
  private final ExecutorService blocking = CheckThreads.bounded(BLOCKING_CHECK_THREADS);
  private final Map<String, CountDownLatch> unprobed = new ConcurrentHashMap<>();
  private final HealthMonitor monitor;

  /** Starts checking; {@code onChange} runs on the monitor's thread after each turn of a server. */
  static NodeHealth start(NodeConfig config, Plugins plugins, Proxy proxy, Runnable onChange)
      throws InvalidConfigException {
    NodeHealth health = new NodeHealth(config, proxy, onChange);
    try {
      health.watchAll(plugins);
      return health;
    } catch (InvalidConfigException | RuntimeException e) {
      health.close();
      throw e;
    }
  }

  private NodeHealth(NodeConfig config, Proxy proxy, Runnable onChange) {
    this.config = config;
    this.proxy = proxy;
    this.onChange = onChange;
    this.monitor =
        HealthMonitor.start(
            new HealthListener() {
              @Override
              public void onTransition(HealthTransition transition) {
                turned(transition);
              }

              @Override
              public void onResult(HealthSnapshot snapshot) {
                probed(snapshot.target().name());
              }
            });
  }

  private void watchAll(Plugins plugins) throws InvalidConfigException {
    Map<String, HealthCheck> checks = plugins.createChecks(config, new CheckEnvironment(blocking));
    for (BackendCheck check : config.checks()) {
      HealthCheck probe = checks.get(check.backend());
      for (Backend backend : config.proxy().backends()) {
        if (probe != null && backend.name().equals(check.backend())) {
          for (Server server : backend.servers()) {
            String name = targetName(backend.name(), server.name());
            unprobed.put(name, new CountDownLatch(1));
            monitor.watch(new HealthTarget(name, server.address()), probe, check.policy());
          }
        }
      }
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

  private void turned(HealthTransition transition) {
    String target = transition.target().name();
    int slash = target.indexOf('/');
    proxy.serverState(
        target.substring(0, slash),
        target.substring(slash + 1),
        transition.up() ? ServerState.UP : ServerState.DOWN);
    onChange.run();
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

  /** How many servers of each backend take requests now; a server without a check always does. */
  Map<String, Integer> usableServers() {
    Map<String, Integer> usable = new TreeMap<>();
    for (Backend backend : config.proxy().backends()) {
      int count = 0;
      for (Server server : backend.servers()) {
        if (snapshot(backend.name(), server.name()).map(HealthSnapshot::up).orElse(true)) {
          count++;
        }
      }
      usable.put(backend.name(), count);
    }
    return usable;
  }

  /** What the checks know of a server; empty when it has none. */
  Optional<HealthSnapshot> snapshot(String backend, String server) {
    return monitor.snapshot(targetName(backend, server));
  }

  long nowNanos() {
    return monitor.nowNanos();
  }

  @Override
  public void close() {
    monitor.close();
    blocking.shutdownNow();
  }
}
