package io.mainstay.health.check;

import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;

class TcpCheckTckTest extends HealthCheckTck {
  @Override
  protected CheckWorld world() {
    return LoopbackWorld.ofConnecting(
        StandardChecks::tcp, "tcp", new LoopbackServer(LoopbackServer::awaitPeerGone));
  }
}
