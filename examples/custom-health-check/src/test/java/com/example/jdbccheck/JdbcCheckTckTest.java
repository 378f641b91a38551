package com.example.jdbccheck;

import io.mainstay.health.BlockingCheck;
import io.mainstay.health.CheckEnvironment;
import io.mainstay.health.CheckSpec;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import io.mainstay.health.tck.CheckWorld;
import io.mainstay.health.tck.HealthCheckTck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.h2.tools.Server;

/** A real database, a closed port, and a socket on which nobody answers. */
class JdbcCheckTckTest extends HealthCheckTck {
  @Override
  protected CheckWorld world() throws Exception {
    return new World();
  }

  private static final class World implements CheckWorld {
    private final Server database =
        Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    private final ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());

    World() throws Exception {}

    @Override
    public HealthCheck check(CheckEnvironment environment) {
      CheckSpec spec =
          CheckSpec.parse(
              "jdbc jdbc:h2:tcp://{address}:{port}/mem:shop;NETWORK_TIMEOUT={timeout}"
                  + " 'SELECT 1' sa");
      return new BlockingCheck(JdbcProbe.of(spec), environment.blocking());
    }

    @Override
    public HealthTarget healthy() {
      return target(database.getPort());
    }

    @Override
    public HealthTarget sick() throws Exception {
      try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return target(gone.getLocalPort());
      }
    }

    @Override
    public Optional<HealthTarget> silent() {
      return Optional.of(target(silent.getLocalPort()));
    }

    private static HealthTarget target(int port) {
      return new HealthTarget(
          "db/" + port, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public void end() throws Exception {
      silent.close();
      database.stop();
    }
  }
}
