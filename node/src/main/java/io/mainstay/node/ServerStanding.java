package io.mainstay.node;

import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.check.AgentReport;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerState;
import java.util.Optional;

/**
 * What a server's check and its agent together mean. Pure.
 *
 * @param check what its check knows, its own or the one it tracks; empty without one
 * @param agent all that its agent has said; empty before it said anything
 */
record ServerStanding(Optional<HealthSnapshot> check, Optional<AgentReport> agent) {

  private static final int ALL_PERCENT = 100;

  /** Either can take it down. */
  ServerState state() {
    boolean down =
        check.map(known -> !known.up()).orElse(false) || agent.map(AgentReport::down).orElse(false);
    if (down) {
      return ServerState.DOWN;
    }
    boolean draining = check.map(HealthSnapshot::draining).orElse(false);
    return draining ? ServerState.NOLB : ServerState.UP;
  }

  /** The weight that the agent wants, in whole numbers as HAProxy has it: 50% of 1 is nothing. */
  int weight(int configured) {
    int percent = agent.map(said -> said.weightPercent().orElse(ALL_PERCENT)).orElse(ALL_PERCENT);
    return Math.min(Server.MOST_WEIGHT, configured * percent / ALL_PERCENT);
  }

  /** The most requests at a time that the agent wants; 0 for any number. */
  int maxConn(int configured) {
    return agent.map(said -> said.maxConn().orElse(configured)).orElse(configured);
  }

  /** What its check saw last and what its agent said, as far as there is any of them. */
  String reason() {
    String seen =
        check
            .map(known -> known.lastResult().code() + " " + known.lastResult().description())
            .orElse("");
    String said = agent.map(AgentReport::reason).orElse("");
    return (seen + (seen.isEmpty() || said.isEmpty() ? "" : "; ") + said).strip();
  }

  /** What the agent wants of the load balancer; empty when it does not say. */
  Optional<ServerAdmin> admin() {
    return agent.flatMap(AgentReport::admin).map(wish -> ServerAdmin.valueOf(wish.name()));
  }
}
