package io.mainstay.health.check;

import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;

class TlsCheckTckTest extends HealthCheckTck {
  @Override
  protected CheckWorld world() throws Exception {
    return LoopbackWorld.of(StandardChecks::tls, "tls verify=none", TlsServers.answering(""));
  }
}
