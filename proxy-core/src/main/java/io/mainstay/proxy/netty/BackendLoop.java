package io.mainstay.proxy.netty;

import io.mainstay.proxy.HttpReuse;
import io.mainstay.proxy.QueuePolicy;
import io.mainstay.proxy.RetryPolicy;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.session.EndedIn;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.stats.Activity;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Latencies;
import io.mainstay.proxy.stats.SessionMeter;
import io.mainstay.proxy.stats.Terminations;
import io.mainstay.proxy.stats.Traffic;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One backend as one event loop sees it. */
final class BackendLoop {
  static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  final LoopContext loop;
  final BackendState state;
  final ServerLoop[] servers;
  final Counters<Traffic> counters = new Counters<>(Traffic.class);
  final Terminations terminations = new Terminations();
  final Activity activity = new Activity();

  /** Of those that had to wait. */
  final Latencies queueTime = new Latencies();

  final RetryPolicy retry;
  final HttpReuse httpReuse;
  final long queueNanos;
  final boolean abortsOnClose;

  /** Before a server that failed is tried again. */
  final long pauseNanos;

  final long serverNanos;
  final long idleNanos;
  final long tunnelNanos;

  /** Knuth's MMIX generator: lots need to be cheap, not secret. */
  private static final long LOT_FACTOR = 6364136223846793005L;

  private static final long LOT_SUMMAND = 1442695040888963407L;

  private static final long MOST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Bootstrap bootstrap;
  private long lot = System.nanoTime();

  BackendLoop(LoopContext loop, BackendState state, int maxIdlePerServer) {
    this.loop = loop;
    this.state = state;
    this.httpReuse = state.backend.httpReuse();
    this.retry = state.backend.retry();
    this.abortsOnClose = state.backend.queue().onClientClose() == QueuePolicy.OnClientClose.ABORT;
    this.queueNanos = state.backend.timeouts().queue().toNanos();
    this.pauseNanos = Math.min(MOST_PAUSE_NANOS, state.backend.timeouts().connect().toNanos());
    this.serverNanos = state.backend.timeouts().server().toNanos();
    this.idleNanos = state.backend.timeouts().idle().toNanos();
    this.tunnelNanos = state.backend.timeouts().tunnel().toNanos();
    List<Server> configured = state.backend.servers();
    servers = new ServerLoop[configured.size()];
    for (int i = 0; i < servers.length; i++) {
      servers[i] = new ServerLoop(configured.get(i), i, this, maxIdlePerServer);
      state.count(i, servers[i].counters);
    }
    long connectMillis = Math.max(1, state.backend.timeouts().connect().toMillis());
    bootstrap =
        new Bootstrap()
            .group(loop.eventLoop)
            .channelFactory(loop.transport.connections())
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectMillis)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
  }

  /** A session begins at {@code nowNanos}. */
  void begin(long nowNanos) {
    counters.increment(Traffic.REQUESTS);
    counters.increment(Traffic.REQUESTS_NOW);
    activity.begin(counters.get(Traffic.REQUESTS_NOW), nowNanos);
  }

  /**
   * Counts a session's end, here and at its server.
   *
   * @param server who had it last, or null
   */
  void end(@Nullable ServerLoop server, SessionMeter meter, TerminationState state) {
    counters.add(Traffic.REQUESTS_NOW, -1);
    terminations.increment(state);
    count(counters, activity, meter, state);
    if (server != null) {
      count(server.counters, server.activity, meter, state);
    }
  }

  private static void count(
      Counters<Traffic> counters, Activity activity, SessionMeter meter, TerminationState state) {
    activity.end(meter);
    counters.add(Traffic.BYTES_IN, meter.bytesIn());
    counters.add(Traffic.BYTES_OUT, meter.bytesOut());
    switch (state.by()) {
      case CLIENT, CLIENT_TIMEOUT -> counters.increment(Traffic.CLIENT_ABORTS);
      case SERVER, SERVER_TIMEOUT -> {
        if (state.in() == EndedIn.DATA) {
          counters.increment(Traffic.SERVER_ABORTS);
        } else if (state.in() == EndedIn.CONNECT || state.in() == EndedIn.QUEUE) {
          counters.increment(Traffic.UNREACHED);
        }
      }
      case PROXY -> {
        if (state.in() == EndedIn.QUEUE) {
          counters.increment(Traffic.UNREACHED);
        }
      }
      default -> {}
    }
  }

  /** The balancer chose a server. */
  void chosen(int server) {
    counters.increment(Traffic.CHOICES);
    servers[server].counters.increment(Traffic.CHOICES);
  }

  /** A request goes to a server again, behind {@code failed}. */
  void retried(ServerLoop failed, boolean elsewhere) {
    failed.counters.increment(Traffic.RETRIES);
    counters.increment(Traffic.RETRIES);
    if (elsewhere) {
      failed.counters.increment(Traffic.REDISPATCHES);
      counters.increment(Traffic.REDISPATCHES);
    }
  }

  /** The server that gets a new request, as {@link BackendState#next(int)} has it. */
  int next() {
    return state.next(lot());
  }

  /** The same for a request that {@code tries} servers failed. */
  int next(int[] tried, int tries) {
    return state.next(lot(), tried, tries);
  }

  private int lot() {
    lot = lot * LOT_FACTOR + LOT_SUMMAND;
    return (int) (lot >>> Integer.SIZE);
  }

  /** Waits for a server that is none of {@code avoided}; null when there is no place left. */
  @Nullable Ticket queue(Ticket.Holder holder, int[] avoided) {
    int line = state.reserve(avoided);
    if (line == BackendState.FULL) {
      return null;
    }
    Ticket ticket = new Ticket(holder, this, avoided, System.nanoTime());
    state.queue.join(ticket, line);
    return ticket;
  }

  Bootstrap bootstrap() {
    return bootstrap.clone();
  }
}
