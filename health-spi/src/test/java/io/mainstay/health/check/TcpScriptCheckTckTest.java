package io.mainstay.health.check;

import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;

class TcpScriptCheckTckTest extends HealthCheckTck {
  @Override
  protected CheckWorld world() {
    return LoopbackWorld.of(
        StandardChecks::tcpScript,
        "tcp-check 'expect string +OK' 'send QUIT\\r\\n'",
        LoopbackServer.saying("+OK ready\r\n"));
  }
}
