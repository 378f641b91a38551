package io.mainstay.proxy.netty;

import io.mainstay.proxy.HttpReuse;
import io.mainstay.proxy.QueuePolicy;
import io.mainstay.proxy.RetryPolicy;
import io.mainstay.proxy.balance.RoundRobin;
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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One backend as one event loop sees it. */
final class BackendLoop {
  static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  final LoopContext loop;
  final BackendState state;
  final int maxIdlePerServer;
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

  /** This event loop's among those of the backend. */
  private final int number;

  /** Reused from retry to retry. */
  private final int[] triedSeats;

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
    this.maxIdlePerServer = maxIdlePerServer;
    this.triedSeats = new int[retry.retries() + 1];
    this.number = state.join(this);
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
  void chosen(ServerLoop server) {
    server.count(Traffic.CHOICES);
  }

  /** A request goes to a server again, behind {@code failed}. */
  void retried(ServerLoop failed, boolean elsewhere) {
    failed.count(elsewhere ? Traffic.REDISPATCHES : Traffic.RETRIES);
  }

  /** A number by chance. */
  int lot() {
    lot = lot * LOT_FACTOR + LOT_SUMMAND;
    return (int) (lot >>> Integer.SIZE);
  }

  /** A server as this loop sees it. */
  ServerLoop server(SharedServer server) {
    return server.loop(number);
  }

  /**
   * The seats of servers that a request has tried, as far as they still have them. Good until the
   * next call; ends with -1 where it is not full.
   */
  int[] seats(ServerLoop[] tried, int tries, Roster roster) {
    int count = 0;
    for (int i = 0; i < tries; i++) {
      if (roster.has(tried[i].shared)) {
        triedSeats[count++] = tried[i].shared.seat;
      }
    }
    Arrays.fill(triedSeats, count, triedSeats.length, RoundRobin.NONE);
    return triedSeats;
  }

  /** Waits for a server that is none of {@code avoided}; null when there is no place left. */
  @Nullable Ticket queue(Ticket.Holder holder, List<SharedServer> avoided) {
    Ticket ticket = new Ticket(holder, this, avoided, System.nanoTime());
    if (state.queue(ticket)) {
      return ticket;
    }
    ticket.cancel();
    return null;
  }

  Bootstrap bootstrap() {
    return bootstrap.clone();
  }
}
