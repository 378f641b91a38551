package io.mainstay.proxy.netty;

import io.mainstay.proxy.ActivitySnapshot;
import io.mainstay.proxy.BackendSnapshot;
import io.mainstay.proxy.FrontendSnapshot;
import io.mainstay.proxy.LatencySnapshot;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.proxy.QueueSnapshot;
import io.mainstay.proxy.RateSnapshot;
import io.mainstay.proxy.ResponseCounts;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerSnapshot;
import io.mainstay.proxy.ServerState;
import io.mainstay.proxy.balance.Lineup;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.stats.Activity;
import io.mainstay.proxy.stats.Activity.Phase;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Latencies;
import io.mainstay.proxy.stats.SessionMeter;
import io.mainstay.proxy.stats.Terminations;
import io.mainstay.proxy.stats.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Sums what the event loops counted. */
final class Snapshots {
  private static final long NOT_COUNTED = -1;

  private Snapshots() {}

  static ProxySnapshot take(
      ProxyConfig config,
      LoopContext[] loops,
      List<BackendState> states,
      List<BoundFrontend> bound) {
    List<FrontendSnapshot> frontends = new ArrayList<>();
    for (int i = 0; i < bound.size(); i++) {
      int index = i;
      Sum sum = Sum.of(loops, loop -> loop.frontends[index].counters);
      frontends.add(
          frontend(
              config.frontends().get(i).name(),
              bound.get(i),
              sum,
              terminations(loops, loop -> loop.frontends[index].terminations),
              rates(loops, index, connectionLimit(config, i))));
    }
    List<BackendSnapshot> backends = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      backends.add(backend(loops, states.get(i), i));
    }
    return new ProxySnapshot(
        List.copyOf(frontends), List.copyOf(backends), lagMillis(loops, System.nanoTime()));
  }

  private static int connectionLimit(ProxyConfig config, int frontend) {
    int own = config.frontends().get(frontend).maxConn();
    int all = config.limits().maxConnections();
    return own == 0 ? all : Math.min(own, all);
  }

  static long lagMillis(LoopContext[] loops, long nowNanos) {
    long longest = 0;
    for (LoopContext loop : loops) {
      longest = Math.max(longest, loop.lagNanos(nowNanos));
    }
    return TimeUnit.NANOSECONDS.toMillis(longest);
  }

  private static FrontendSnapshot frontend(
      String name,
      BoundFrontend bound,
      Sum sum,
      Map<String, Long> terminations,
      RateSnapshot rates) {
    return new FrontendSnapshot(
        name,
        bound.addresses(),
        bound.listening(),
        sum.of(Traffic.CONNECTIONS),
        sum.of(Traffic.CONNECTIONS_NOW),
        sum.of(Traffic.REQUESTS),
        sum.of(Traffic.REFUSED),
        sum.of(Traffic.CLIENT_ABORTS),
        sum.of(Traffic.BYTES_IN),
        sum.of(Traffic.BYTES_OUT),
        sum.responses(),
        terminations,
        rates);
  }

  private static BackendSnapshot backend(LoopContext[] loops, BackendState state, int index) {
    Sum sum = Sum.of(loops, loop -> loop.backends[index].counters);
    ActivitySnapshot activity =
        activity(
            Arrays.stream(loops).map(loop -> loop.backends[index].activity).toList(),
            sum,
            NOT_COUNTED);
    Roster roster = state.roster();
    List<ServerSnapshot> servers =
        roster.servers().stream().map(server -> server(loops, roster, server, index)).toList();
    List<ServerSnapshot> leaving =
        state.leaving().stream().map(server -> server(loops, roster, server, index)).toList();
    return new BackendSnapshot(
        state.backend.name(),
        sum.of(Traffic.REQUESTS),
        sum.of(Traffic.REQUESTS_NOW),
        sum.responses(),
        activity.totalTime(),
        servers,
        leaving,
        terminations(loops, loop -> loop.backends[index].terminations),
        queue(loops, state, index),
        activity);
  }

  private static QueueSnapshot queue(LoopContext[] loops, BackendState state, int index) {
    Histogram time = Latencies.empty();
    for (LoopContext loop : loops) {
      loop.backends[index].queueTime.addTo(time);
    }
    return new QueueSnapshot(
        state.queue.current(),
        state.queue.mostInAll(),
        state.backend.queue().limit(),
        latency(time));
  }

  private static QueueSnapshot queue(SharedServer server, List<ServerLoop> parts) {
    Histogram time = Latencies.empty();
    for (ServerLoop part : parts) {
      Latencies waited = part.queueTime();
      if (waited != null) {
        waited.addTo(time);
      }
    }
    return new QueueSnapshot(
        server.waiting(), server.mostWaiting(), server.server.maxQueue(), latency(time));
  }

  /** A server; one that has left a roster is drained for good. */
  private static ServerSnapshot server(
      LoopContext[] loops, Roster roster, SharedServer shared, int backend) {
    Server server = shared.server;
    Lineup lineup = roster.lineup;
    boolean here = roster.has(shared);
    int seat = shared.seat;
    int maxConn = here ? lineup.wholeLimit(seat) : server.maxConn();
    List<ServerLoop> parts =
        Arrays.stream(loops).map(loop -> loop.backends[backend].server(shared)).toList();
    Sum sum = new Sum(parts.stream().map(part -> part.counters).toList());
    return new ServerSnapshot(
        server.name(),
        server.address(),
        here ? lineup.wholeWeight(seat) : 0,
        here ? lineup.state(seat) : ServerState.NOLB,
        here ? lineup.admin(seat) : ServerAdmin.DRAIN,
        sum.of(Traffic.REQUESTS),
        sum.of(Traffic.REQUESTS_NOW),
        sum.of(Traffic.CONNECTIONS),
        sum.of(Traffic.IDLE_NOW),
        sum.of(Traffic.REUSES),
        sum.of(Traffic.CONNECTION_ERRORS),
        sum.of(Traffic.RESPONSE_ERRORS),
        sum.of(Traffic.RETRIES),
        sum.responses(),
        maxConn,
        queue(shared, parts),
        activity(
            parts.stream().map(part -> part.activity).toList(),
            sum,
            maxConn == 0 ? NOT_COUNTED : shared.slots.most()));
  }

  private static RateSnapshot rates(LoopContext[] loops, int frontend, int limit) {
    long nowNanos = System.nanoTime();
    long most = 0;
    long connections = 0;
    long mostConnections = 0;
    long requests = 0;
    long mostRequests = 0;
    for (LoopContext loop : loops) {
      FrontendLoop counted = loop.frontends[frontend];
      most += counted.mostConnections();
      connections += counted.connectionRate.perSecond(nowNanos);
      mostConnections += counted.connectionRate.most();
      requests += counted.requestRate.perSecond(nowNanos);
      mostRequests += counted.requestRate.most();
    }
    return new RateSnapshot(most, limit, connections, mostConnections, requests, mostRequests);
  }

  /**
   * Sums up what the event loops saw.
   *
   * @param counted the most sessions at a time where all event loops count together; elsewhere the
   *     sum of their peaks stands for it, which need not have been at the same time
   */
  private static ActivitySnapshot activity(List<Activity> activities, Sum sum, long counted) {
    long nowNanos = System.nanoTime();
    long most = 0;
    long perSecond = 0;
    long mostPerSecond = 0;
    long idleNanos = Long.MAX_VALUE;
    Histogram connect = Latencies.empty();
    Histogram firstByte = Latencies.empty();
    Histogram total = Latencies.empty();
    for (Activity activity : activities) {
      most += activity.peak();
      perSecond += activity.rate().perSecond(nowNanos);
      mostPerSecond += activity.rate().most();
      long idle = activity.idleNanos(nowNanos);
      idleNanos = idle == SessionMeter.NEVER ? idleNanos : Math.min(idleNanos, idle);
      activity.addTo(Phase.CONNECT, connect);
      activity.addTo(Phase.FIRST_BYTE, firstByte);
      activity.addTo(Phase.TOTAL, total);
    }
    return new ActivitySnapshot(
        counted == NOT_COUNTED ? most : counted,
        perSecond,
        mostPerSecond,
        sum.of(Traffic.BYTES_IN),
        sum.of(Traffic.BYTES_OUT),
        sum.of(Traffic.CLIENT_ABORTS),
        sum.of(Traffic.SERVER_ABORTS),
        sum.of(Traffic.REDISPATCHES),
        idleNanos == Long.MAX_VALUE ? -1 : TimeUnit.NANOSECONDS.toSeconds(idleNanos),
        latency(connect),
        latency(firstByte),
        latency(total));
  }

  private static Map<String, Long> terminations(
      LoopContext[] loops, Function<LoopContext, Terminations> counts) {
    Map<String, Long> sums = new TreeMap<>();
    for (int i = 0; i < TerminationState.COUNT; i++) {
      TerminationState state = TerminationState.at(i);
      for (LoopContext loop : loops) {
        long count = counts.apply(loop).get(state);
        if (count > 0) {
          sums.merge(state.letters(), count, Long::sum);
        }
      }
    }
    return Collections.unmodifiableMap(sums);
  }

  private static LatencySnapshot latency(Histogram histogram) {
    return new LatencySnapshot(
        histogram.getTotalCount(),
        histogram.getTotalCount() == 0 ? 0 : histogram.getMean(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }

  private record Sum(List<Counters<Traffic>> counters) {
    static Sum of(LoopContext[] loops, Function<LoopContext, Counters<Traffic>> counters) {
      return new Sum(Arrays.stream(loops).map(counters).toList());
    }

    long of(Traffic what) {
      return counters.stream().mapToLong(each -> each.get(what)).sum();
    }

    ResponseCounts responses() {
      return new ResponseCounts(
          of(Traffic.RESPONSES_1XX),
          of(Traffic.RESPONSES_2XX),
          of(Traffic.RESPONSES_3XX),
          of(Traffic.RESPONSES_4XX),
          of(Traffic.RESPONSES_5XX),
          of(Traffic.RESPONSES_OTHER));
    }
  }
}
