package io.mainstay.node;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.node.config.BackendCheck;
import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.RouterConfig;
import io.mainstay.vip.VipMoverFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What plug-ins give a node, by the names that a configuration uses.
 *
 * @param movers factories of VIP movers
 * @param checks factories of health checks
 */
public record Plugins(Map<String, VipMoverFactory> movers, Map<String, HealthCheckFactory> checks) {

  public Plugins {
    movers = Map.copyOf(movers);
    checks = Map.copyOf(checks);
  }

  /** Refuses a configuration that names what no plug-in gives. */
  public void check(NodeConfig config) throws InvalidConfigException {
    createChecks(config, new CheckEnvironment(Runnable::run));
    List<ConfigProblem> problems = new ArrayList<>();
    for (RouterConfig router : config.routers()) {
      if (!router.mover().equals(RouterConfig.NO_MOVER) && !movers.containsKey(router.mover())) {
        problems.add(
            new ConfigProblem(
                router.location(),
                "there is no mover '" + router.mover() + "'; there are: none" + names(movers)));
      }
    }
    InvalidConfigException.throwIfAny(problems);
  }

  /** Makes the check of each backend that has one. */
  Map<String, HealthCheck> createChecks(NodeConfig config, CheckEnvironment environment)
      throws InvalidConfigException {
    List<ConfigProblem> problems = new ArrayList<>();
    Map<String, HealthCheck> created = new TreeMap<>();
    for (BackendCheck check : config.checks()) {
      HealthCheckFactory factory = checks.get(check.spec().name());
      if (factory == null) {
        problems.add(
            new ConfigProblem(
                check.location(),
                "there is no check '"
                    + check.spec().name()
                    + "'; there are: none"
                    + names(checks)));
        continue;
      }
      try {
        created.put(check.backend(), factory.create(check.spec(), environment));
      } catch (IllegalArgumentException e) {
        problems.add(new ConfigProblem(check.location(), String.valueOf(e.getMessage())));
      }
    }
    InvalidConfigException.throwIfAny(problems);
    return created;
  }

  private static String names(Map<String, ?> plugins) {
    StringBuilder names = new StringBuilder();
    new TreeMap<>(plugins).keySet().forEach(name -> names.append(", ").append(name));
    return names.toString();
  }
}
