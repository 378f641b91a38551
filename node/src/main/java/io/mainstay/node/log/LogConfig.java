package io.mainstay.node.log;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is logged where.
 *
 * @param targets where lines go
 * @param frontends whose sessions are logged, and how
 * @param backends the names of the targets that hear of a backend and its servers
 * @param checks the backends whose checks are logged
 * @param host what headers call this host
 * @param tag what headers call this program
 * @param queueLines how many lines may wait for one target; more are dropped
 */
public record LogConfig(
    List<TargetConfig> targets,
    Map<String, FrontendLog> frontends,
    Map<String, Set<String>> backends,
    Set<String> checks,
    String host,
    String tag,
    int queueLines) {
  /** No log at all. */
  public static final LogConfig NONE =
      new LogConfig(List.of(), Map.of(), Map.of(), Set.of(), "", "", 1);

  public LogConfig {
    targets = List.copyOf(targets);
    frontends = Map.copyOf(frontends);
    backends = Map.copyOf(backends);
    checks = Set.copyOf(checks);
  }
}
