package io.mainstay.grpc;

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

class GrpcCheckTckTest extends HealthCheckTck {
  @Override
  protected CheckWorld world() throws Exception {
    return new World();
  }

  /** The silent one is a socket whose connections nobody accepts: the kernel does. */
  private static final class World implements CheckWorld {
    private final GrpcLoop loop = new GrpcLoop();
    private final GrpcServers healthy = new GrpcServers(true);
    private final ServerSocket silent = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());

    World() throws Exception {}

    @Override
    public HealthCheck check(CheckEnvironment environment) {
      return new GrpcCheckFactory(loop).create(CheckSpec.parse("grpc"), environment);
    }

    @Override
    public HealthTarget healthy() {
      return healthy.target();
    }

    @Override
    public HealthTarget sick() throws Exception {
      try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return new HealthTarget("app/none", (InetSocketAddress) gone.getLocalSocketAddress());
      }
    }

    @Override
    public Optional<HealthTarget> silent() {
      return Optional.of(
          new HealthTarget("app/silent", (InetSocketAddress) silent.getLocalSocketAddress()));
    }

    @Override
    public void end() throws Exception {
      loop.close();
      healthy.close();
      silent.close();
    }
  }
}
