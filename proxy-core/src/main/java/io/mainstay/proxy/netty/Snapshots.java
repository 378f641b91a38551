package io.mainstay.proxy.netty;

import io.mainstay.proxy.ActivitySnapshot;
import io.mainstay.proxy.BackendSnapshot;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.FrontendSnapshot;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.proxy.QueueSnapshot;
import io.mainstay.proxy.RateSnapshot;
import io.mainstay.proxy.RecentSnapshot;
import io.mainstay.proxy.RefusalSnapshot;
import io.mainstay.proxy.ResponseCounts;
import io.mainstay.proxy.Server;
import io.mainstay.proxy.ServerSnapshot;
import io.mainstay.proxy.UptimeSnapshot;
import io.mainstay.proxy.balance.Lineup;
import io.mainstay.proxy.balance.SlowStart;
import io.mainstay.proxy.balance.Uptime;
import io.mainstay.proxy.session.TerminationState;
import io.mainstay.proxy.stats.Activity;
import io.mainstay.proxy.stats.Activity.Phase;
import io.mainstay.proxy.stats.Counters;
import io.mainstay.proxy.stats.Latencies;
import io.mainstay.proxy.stats.LatencySummary;
import io.mainstay.proxy.stats.RecentMean;
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
      List<BoundFrontend> bound,
      ConnectionCounts counts) {
    long nowNanos = System.nanoTime();
    List<FrontendSnapshot> frontends = new ArrayList<>();
    for (int i = 0; i < bound.size(); i++) {
      int index = i;
      Sum sum = Sum.of(loops, loop -> loop.frontends[index].counters);
      frontends.add(
          frontend(
              config.frontends().get(i),
              bound.get(i),
              sum,
              terminations(loops, loop -> loop.frontends[index].terminations),
              rates(loops, index, counts.frontend(i).most(), connectionLimit(config, i))));
    }
    List<BackendSnapshot> backends = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      backends.add(backend(loops, states.get(i), i, mode(config, states.get(i)), nowNanos));
    }
    return new ProxySnapshot(
        List.copyOf(frontends), List.copyOf(backends), lagMillis(loops, System.nanoTime()));
  }

  private static FrontendMode mode(ProxyConfig config, BackendState backend) {
    List<FrontendMode> modes =
        config.frontends().stream()
            .filter(frontend -> frontend.defaultBackend().equals(backend.backend.name()))
            .map(Frontend::mode)
            .distinct()
            .toList();
    return modes.size() == 1 ? modes.get(0) : FrontendMode.HTTP;
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
      Frontend frontend,
      BoundFrontend bound,
      Sum sum,
      Map<String, Long> terminations,
      RateSnapshot rates) {
    // Read once, for a difference of two moments could fall.
    long denied = sum.of(Traffic.DENIED);
    return new FrontendSnapshot(
        frontend.name(),
        frontend.mode(),
        bound.addresses(),
        bound.listening(),
        sum.of(Traffic.CONNECTIONS) + denied,
        sum.of(Traffic.CONNECTIONS_NOW),
        sum.of(Traffic.REQUESTS),
        sum.of(Traffic.REFUSED),
        sum.of(Traffic.CLIENT_ABORTS),
        sum.of(Traffic.BYTES_IN),
        sum.of(Traffic.BYTES_OUT),
        sum.responses(),
        terminations,
        new RefusalSnapshot(
            denied,
            sum.of(Traffic.REFUSED) + sum.of(Traffic.UNFINISHED),
            sum.of(Traffic.UNREAD),
            sum.of(Traffic.OWN_ANSWERS),
            sum.of(Traffic.FAULTS)),
        rates);
  }

  private static BackendSnapshot backend(
      LoopContext[] loops, BackendState state, int index, FrontendMode mode, long nowNanos) {
    Sum sum = Sum.of(loops, loop -> loop.backends[index].counters);
    ActivitySnapshot activity =
        activity(
            Arrays.stream(loops).map(loop -> loop.backends[index].activity).toList(),
            sum,
            NOT_COUNTED);
    Roster roster = state.tidiedRoster();
    List<ServerSnapshot> servers =
        roster.servers().stream()
            .map(server -> server(loops, index, roster.lineup, server, nowNanos))
            .toList();
    List<ServerSnapshot> leaving =
        roster.leaving().stream()
            .map(gone -> server(loops, index, gone.last(), gone.server(), nowNanos))
            .toList();
    return new BackendSnapshot(
        state.backend.name(),
        mode,
        state.backend.balance(),
        state.backend.backups(),
        uptime(roster.lineup.uptime(), nowNanos),
        sum.of(Traffic.REQUESTS),
        sum.of(Traffic.REQUESTS_NOW),
        sum.responses(),
        sum.of(Traffic.CONNECT_ATTEMPTS),
        sum.of(Traffic.REUSES),
        sum.of(Traffic.CONNECTION_ERRORS),
        sum.of(Traffic.RESPONSE_ERRORS),
        sum.of(Traffic.RETRIES) + activity.redispatches(),
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
        LatencySummary.of(time));
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
        server.waiting(), server.mostWaiting(), server.server.maxQueue(), LatencySummary.of(time));
  }

  private static UptimeSnapshot uptime(Uptime uptime, long nowNanos) {
    return new UptimeSnapshot(
        uptime.up(),
        TimeUnit.NANOSECONDS.toSeconds(Math.max(0, nowNanos - uptime.sinceNanos())),
        TimeUnit.NANOSECONDS.toSeconds(Math.max(0, uptime.downNanos(nowNanos))),
        uptime.downs());
  }

  private static ServerSnapshot server(
      LoopContext[] loops, int backend, Lineup lineup, SharedServer shared, long nowNanos) {
    Server server = shared.server;
    int seat = shared.seat;
    int maxConn = lineup.wholeLimit(seat);
    List<ServerLoop> parts =
        Arrays.stream(loops).map(loop -> loop.backends[backend].server(shared)).toList();
    Sum sum = new Sum(parts.stream().map(part -> part.counters).toList());
    ActivitySnapshot activity =
        activity(
            parts.stream().map(part -> part.activity).toList(),
            sum,
            maxConn == 0 ? NOT_COUNTED : shared.slots.most());
    return new ServerSnapshot(
        server.name(),
        shared.number,
        server.address(),
        lineup.wholeWeight(seat),
        lineup.currentWeight(seat),
        percent(lineup.share(seat)),
        server.role(),
        lineup.state(seat),
        lineup.admin(seat),
        uptime(lineup.uptime(seat), nowNanos),
        sum.of(Traffic.TRIES),
        sum.of(Traffic.REQUESTS),
        sum.of(Traffic.REQUESTS_NOW),
        sum.of(Traffic.SESSIONS_NOW),
        sum.of(Traffic.CONNECT_ATTEMPTS),
        sum.of(Traffic.CONNECTIONS),
        sum.of(Traffic.CONNECTIONS_NOW),
        sum.of(Traffic.IDLE_NOW),
        sum.of(Traffic.IDLE_PROVEN_NOW),
        server.pool().maxConn(),
        sum.of(Traffic.REUSES),
        sum.of(Traffic.CONNECTION_ERRORS),
        sum.of(Traffic.RESPONSE_ERRORS),
        sum.of(Traffic.RETRIES) + activity.redispatches(),
        sum.responses(),
        maxConn,
        queue(shared, parts),
        activity);
  }

  private static int percent(int share) {
    return Math.max(1, share * 100 / SlowStart.ALL);
  }

  private static RateSnapshot rates(LoopContext[] loops, int frontend, int most, int limit) {
    long nowNanos = System.nanoTime();
    long connections = 0;
    long mostConnections = 0;
    long requests = 0;
    long mostRequests = 0;
    for (LoopContext loop : loops) {
      FrontendLoop counted = loop.frontends[frontend];
      connections += counted.connectionRate.perSecond(nowNanos);
      mostConnections += counted.connectionRate.most();
      requests += counted.requestRate.perSecond(nowNanos);
      mostRequests += counted.requestRate.most();
    }
    // Whoever is one too many is counted until it is closed, and was never served.
    long served = Math.min(most, limit);
    return new RateSnapshot(served, limit, connections, mostConnections, requests, mostRequests);
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
        sum.of(Traffic.CHOICES),
        sum.of(Traffic.UNREACHED),
        sum.of(Traffic.FAULTS),
        idleNanos == Long.MAX_VALUE ? -1 : TimeUnit.NANOSECONDS.toSeconds(idleNanos),
        recent(activities),
        LatencySummary.of(connect),
        LatencySummary.of(firstByte),
        LatencySummary.of(total));
  }

  private static RecentSnapshot recent(List<Activity> activities) {
    long[] micros = new long[Phase.values().length];
    int index = 0;
    for (Phase phase : Phase.values()) {
      long sum = 0;
      long count = 0;
      for (Activity activity : activities) {
        RecentMean mean = activity.recent(phase);
        sum += mean.sum();
        count += mean.count();
      }
      micros[index++] = count == 0 ? 0 : TimeUnit.NANOSECONDS.toMicros(sum / count);
    }
    return new RecentSnapshot(micros[0], micros[1], micros[2], micros[3]);
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
