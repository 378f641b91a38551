package io.mainstay.health.check;

import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;

class HttpsCheckTckTest extends HealthCheckTck {
  @Override
  protected CheckWorld world() throws Exception {
    return LoopbackWorld.of(
        StandardChecks::https,
        "https GET / verify=none",
        TlsServers.answering("HTTP/1.1 200 OK\r\n\r\n"));
  }
}
