package io.mainstay.node;

import io.mainstay.node.config.WhenUnhealthy;
import io.mainstay.vrrp.VirtualRouterConfig;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Turns the health of what a node serves into its standing in an election. Pure; the only place
 * where the proxy and VRRP meet.
 */
final class HealthToPriority {

  /** What the election is told. */
  sealed interface Standing {

    /** Take part with this priority. */
    record Candidate(int priority, String reason) implements Standing {}

    /** Do not take part. */
    record Fault(String reason) implements Standing {}
  }

  private HealthToPriority() {}

  /**
   * Judges a node.
   *
   * @param configuredPriority 1 to 255
   * @param usableServers how many servers each tracked backend can send requests to
   */
  static Standing judge(
      int configuredPriority, WhenUnhealthy whenUnhealthy, Map<String, Integer> usableServers) {
    StringJoiner unusable = new StringJoiner(", ");
    usableServers.forEach(
        (backend, usable) -> {
          if (usable == 0) {
            unusable.add("backend " + backend + " has no usable server");
          }
        });
    if (unusable.length() == 0) {
      return new Standing.Candidate(configuredPriority, "healthy");
    }
    String reason = unusable.toString();
    return switch (whenUnhealthy) {
      case LOWER -> lower(configuredPriority, reason);
      case FAULT -> new Standing.Fault(reason);
      case IGNORE -> new Standing.Candidate(configuredPriority, reason + " (ignored)");
    };
  }

  /** The owner of its addresses cannot advertise less (RFC 9568 Section 5.2.4): it steps aside. */
  private static Standing lower(int configuredPriority, String reason) {
    return configuredPriority == VirtualRouterConfig.OWNER_PRIORITY
        ? new Standing.Fault(reason)
        : new Standing.Candidate(lowered(configuredPriority), reason);
  }

  /**
   * A tenth: below any sensible priority of a healthy node, and still in the same order among
   * unhealthy ones, so that one of them answers 503 rather than nobody.
   */
  static int lowered(int configuredPriority) {
    return Math.max(1, configuredPriority / 10);
  }
}
