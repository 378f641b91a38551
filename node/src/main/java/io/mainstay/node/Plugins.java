package io.mainstay.node;

import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthCheckFactory;
import io.mainstay.health.source.ServerListener;
import io.mainstay.health.source.ServerSource;
import io.mainstay.health.source.ServerSourceFactory;
import io.mainstay.node.config.BackendCheck;
import io.mainstay.node.config.ConfigProblem;
import io.mainstay.node.config.Findings;
import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.RouterConfig;
import io.mainstay.node.config.RouterMover;
import io.mainstay.node.config.SourceConfig;
import io.mainstay.node.track.Tracker;
import io.mainstay.node.track.TrackerSubject;
import io.mainstay.vip.VipMoverFactory;
import java.util.Map;
import java.util.TreeMap;

/**
 * What plug-ins give a node, by the names that a configuration uses.
 *
 * @param movers factories of VIP movers
 * @param checks factories of health checks
 * @param sources factories of sources of servers
 */
public record Plugins(
    Map<String, VipMoverFactory> movers,
    Map<String, HealthCheckFactory> checks,
    Map<String, ServerSourceFactory> sources) {

  public Plugins {
    movers = Map.copyOf(movers);
    checks = Map.copyOf(checks);
    sources = Map.copyOf(sources);
  }

  /** Refuses a configuration that names what no plug-in gives. */
  public void check(NodeConfig config) throws InvalidConfigException {
    CheckEnvironment environment = new CheckEnvironment(Runnable::run);
    createChecks(config, environment);
    Findings findings = found(config);
    for (SourceConfig source : config.sources()) {
      checkSource(source, findings);
    }
    for (RouterConfig router : config.routers()) {
      for (RouterMover mover : router.movers()) {
        checkMover(mover, findings);
      }
      for (Tracker tracker : router.trackers()) {
        checkTracker(tracker, environment, findings);
      }
    }
    InvalidConfigException.throwIfAny(findings);
  }

  /** What was doubtful already is told beside what is wrong. */
  private static Findings found(NodeConfig config) {
    Findings findings = new Findings();
    config.warnings().forEach(findings::warning);
    return findings;
  }

  /** Whether anybody may read a setting of a mover; what a mover does not declare may be secret. */
  public boolean showsSetting(String mover, String setting) {
    VipMoverFactory factory = movers.get(mover);
    return factory != null && factory.plainSettings().contains(setting);
  }

  private void checkMover(RouterMover mover, Findings findings) {
    VipMoverFactory factory = movers.get(mover.name());
    if (factory == null) {
      findings.problem(
          new ConfigProblem(
              mover.location(),
              "there is no mover '" + mover.name() + "'; there are: none" + names(movers)));
      return;
    }
    try {
      factory.check(mover.settings());
    } catch (IllegalArgumentException e) {
      findings.problem(new ConfigProblem(mover.settingsLocation(), String.valueOf(e.getMessage())));
    }
  }

  private void checkSource(SourceConfig source, Findings findings) {
    ServerSourceFactory factory = sources.get(source.source());
    String problem;
    if (factory == null) {
      problem =
          "there is no source of servers '"
              + source.source()
              + "'; there are: "
              + String.join(", ", new TreeMap<>(sources).keySet());
    } else {
      try {
        factory.check(source.backend(), source.settings());
        return;
      } catch (IllegalArgumentException e) {
        problem = String.valueOf(e.getMessage());
      }
    }
    findings.problem(new ConfigProblem(source.location(), problem));
  }

  private void checkTracker(Tracker tracker, CheckEnvironment environment, Findings findings) {
    if (tracker.subject() instanceof TrackerSubject.Check check) {
      try {
        createCheck(check.spec(), environment);
      } catch (IllegalArgumentException e) {
        findings.problem(new ConfigProblem(tracker.location(), String.valueOf(e.getMessage())));
      }
    }
  }

  /** Makes the check of each backend that has one. */
  Map<String, HealthCheck> createChecks(NodeConfig config, CheckEnvironment environment)
      throws InvalidConfigException {
    Findings findings = found(config);
    Map<String, HealthCheck> created = new TreeMap<>();
    for (BackendCheck check : config.checks()) {
      try {
        created.put(check.backend(), createCheck(check.spec(), environment));
      } catch (IllegalArgumentException e) {
        findings.problem(new ConfigProblem(check.location(), String.valueOf(e.getMessage())));
      }
    }
    InvalidConfigException.throwIfAny(findings);
    return created;
  }

  /**
   * Starts a source of servers.
   *
   * @throws IllegalArgumentException when no plug-in gives it, or not so
   */
  ServerSource startSource(SourceConfig source, ServerListener listener) {
    ServerSourceFactory factory = sources.get(source.source());
    if (factory == null) {
      throw new IllegalArgumentException("there is no source of servers " + source.source());
    }
    return factory.start(source.backend(), source.settings(), listener);
  }

  /**
   * Makes one check.
   *
   * @throws IllegalArgumentException when no plug-in gives it, or not so
   */
  HealthCheck createCheck(CheckSpec spec, CheckEnvironment environment) {
    HealthCheckFactory factory = checks.get(spec.name());
    if (factory == null) {
      throw new IllegalArgumentException(
          "there is no check '" + spec.name() + "'; there are: none" + names(checks));
    }
    return factory.create(spec, environment);
  }

  private static String names(Map<String, ?> plugins) {
    StringBuilder names = new StringBuilder();
    new TreeMap<>(plugins).keySet().forEach(name -> names.append(", ").append(name));
    return names.toString();
  }
}
