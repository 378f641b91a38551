package io.mainstay.proxy.netty;

import io.mainstay.proxy.RetryPolicy;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.balance.RoundRobin;
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

  /** Knuth's MMIX generator: lots need to be cheap, not secret. */
  private static final long LOT_FACTOR = 6364136223846793005L;

  private static final long LOT_SUMMAND = 1442695040888963407L;

  private final Bootstrap bootstrap;
  private long lot = System.nanoTime();

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
      state.count(i, servers[i].counters);
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

  /** The server that gets the next request, or {@link RoundRobin#NONE}. */
  int next() {
    lot = lot * LOT_FACTOR + LOT_SUMMAND;
    return state.next((int) (lot >>> Integer.SIZE));
  }

  Bootstrap bootstrap() {
    return bootstrap.clone();
  }
}
