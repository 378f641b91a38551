package io.mainstay.health.check;

import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;

class AgentCheckTckTest extends HealthCheckTck {
  @Override
  protected CheckWorld world() {
    return LoopbackWorld.of(
        loop -> (spec, environment) -> new AgentCheck(loop, "", (target, report) -> {}),
        "agent",
        LoopbackServer.saying("up 75%\n"));
  }
}
