package io.mainstay.health.check;

import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;

class HttpCheckTckTest extends HealthCheckTck {
  @Override
  protected CheckWorld world() {
    return LoopbackWorld.of(
        StandardChecks::http, "http GET /", LoopbackServer.answering("HTTP/1.1 200 OK\r\n\r\n"));
  }
}
