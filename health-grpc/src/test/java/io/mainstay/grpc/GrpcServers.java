package io.mainstay.grpc;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.mainstay.health.HealthTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A gRPC server of grpc-java on loopback. */
final class GrpcServers implements AutoCloseable {
  final HealthStatusManager health = new HealthStatusManager();
  private final Server server;

  /**
   * @param withHealth whether it has the health service
   */
  GrpcServers(boolean withHealth) throws Exception {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    NettyServerBuilder full = withHealth ? builder.addService(health.getHealthService()) : builder;
    server = full.build().start();
  }

  HealthTarget target() {
    return new HealthTarget(
        "app/grpc", new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
