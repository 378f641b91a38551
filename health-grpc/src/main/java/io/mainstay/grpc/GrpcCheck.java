package io.mainstay.grpc;

import io.mainstay.health.CheckCode;
import io.mainstay.health.CheckResult;
import io.mainstay.health.HealthCheck;
import io.mainstay.health.HealthTarget;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Passes when a gRPC server says SERVING of a service. Plain HTTP/2 without an upgrade, one
 * connection for each probe, as for every other check.
 */
public final class GrpcCheck implements HealthCheck {
  private final GrpcLoop loop;
  private final String service;
  private final String authority;

  /**
   * @param service what is asked for; empty for the server as a whole
   * @param authority the {@code :authority} that is sent; empty for the target's own address
   */
  public GrpcCheck(GrpcLoop loop, String service, String authority) {
    this.loop = loop;
    this.service = service;
    this.authority = authority;
  }

  @Override
  public CompletionStage<CheckResult> probe(HealthTarget target, Duration timeout) {
    EventLoop eventLoop = loop.loop();
    if (eventLoop == null) {
      return CompletableFuture.completedFuture(
          CheckResult.of(CheckCode.UNK, "the gRPC check is closed", 0));
    }
    if (target.address().isUnresolved()) {
      return CompletableFuture.completedFuture(
          CheckResult.of(CheckCode.L4CON, "no address for " + target.address().getHostString(), 0));
    }
    String host = target.address().getAddress().getHostAddress();
    String own = (host.contains(":") ? "[" + host + "]" : host) + ":" + target.address().getPort();
    GrpcProbe probe =
        new GrpcProbe(
            HealthMessages.request(service), authority.isEmpty() ? own : authority, timeout);
    new Bootstrap()
        .group(eventLoop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.SO_LINGER, 0)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .handler(probe.initializer())
        .connect(target.address())
        .addListener(probe::onConnected);
    return probe.answer();
  }
}
