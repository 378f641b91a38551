package io.mainstay.node;

import io.mainstay.health.HealthSnapshot;
import io.mainstay.health.check.AgentReport;
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

  /** Either can take it down; a weight of 0% is a wish for no new requests. */
  ServerState state() {
    boolean down =
        check.map(known -> !known.up()).orElse(false) || agent.map(AgentReport::down).orElse(false);
    if (down) {
      return ServerState.DOWN;
    }
    boolean draining =
        check.map(HealthSnapshot::draining).orElse(false)
            || agent.map(said -> said.weightPercent().orElse(100) == 0).orElse(false);
    return draining ? ServerState.NOLB : ServerState.UP;
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
