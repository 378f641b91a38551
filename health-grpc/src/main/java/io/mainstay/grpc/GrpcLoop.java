package io.mainstay.grpc;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one daemon thread on which all gRPC checks talk, away from the proxy's threads so that a busy
 * proxy never fails its own checks. It starts with the first probe. Any thread may call.
 */
public final class GrpcLoop implements AutoCloseable {
  private @Nullable EventLoopGroup group;
  private boolean closed;

  /** The loop; null once closed. */
  synchronized @Nullable EventLoop loop() {
    if (closed) {
      return null;
    }
    EventLoopGroup started = group;
    if (started == null) {
      started =
          new MultiThreadIoEventLoopGroup(
              1, new DefaultThreadFactory("mainstay-grpc-checks", true), NioIoHandler.newFactory());
      group = started;
    }
    return started.next();
  }

  /** Ends the thread and with it all probes, and waits a moment for that. Idempotent. */
  @Override
  public void close() {
    EventLoopGroup started;
    synchronized (this) {
      closed = true;
      started = group;
    }
    if (started != null) {
      started.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
    }
  }
}
