package io.mainstay.proxy.netty;

import io.mainstay.proxy.RetryPolicy;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Latencies;
import io.mainstay.proxy.stats.Terminations;
import io.mainstay.proxy.stats.Traffic;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.util.List;

/** One backend as one event loop sees it. */
final class BackendLoop {
  static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  final LoopContext loop;
  final BackendState state;
  final ServerLoop[] servers;
  final Counters<Traffic> counters = new Counters<>(Traffic.class);
  final Terminations terminations = new Terminations();
  final Latencies totalTime = new Latencies();
  final RetryPolicy retry;
  final long serverNanos;
  final long idleNanos;
  final long tunnelNanos;

  private final Bootstrap bootstrap;

  BackendLoop(LoopContext loop, BackendState state, int maxIdlePerServer) {
    this.loop = loop;
    this.state = state;
    this.retry = state.backend.retry();
    this.serverNanos = state.backend.timeouts().server().toNanos();
    this.idleNanos = state.backend.timeouts().idle().toNanos();
    this.tunnelNanos = state.backend.timeouts().tunnel().toNanos();
    List<Server> configured = state.backend.servers();
    servers = new ServerLoop[configured.size()];
    for (int i = 0; i < servers.length; i++) {
      servers[i] = new ServerLoop(configured.get(i), this, maxIdlePerServer);
    }
    long connectMillis = Math.max(1, state.backend.timeouts().connect().toMillis());
    bootstrap =
        new Bootstrap()
            .group(loop.eventLoop)
            .channelFactory(loop.transport.connections())
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectMillis)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
  }

  Bootstrap bootstrap() {
    return bootstrap.clone();
  }
}
