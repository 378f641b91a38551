package io.mainstay.proxy.stats;

import static io.mainstay.proxy.stats.StatsColumn.*;

import io.mainstay.proxy.ActivitySnapshot;
import io.mainstay.proxy.BackendSnapshot;
import io.mainstay.proxy.Backups;
import io.mainstay.proxy.Balance;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.FrontendSnapshot;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.proxy.QueueSnapshot;
import io.mainstay.proxy.ResponseCounts;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.ServerSnapshot;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A snapshot in the columns of HAProxy's statistics. What health checks know is not in a snapshot;
 * whoever has it adds it with {@link StatsRow#with}. Pure.
 */
public final class StatsTable {
  private static final int MICROS = 1000;
  private static final int WHOLE_PERCENT = 100;

  private StatsTable() {}

  /** The first line and one for each row, as HAProxy writes them. */
  public static String csv(List<StatsRow> rows) {
    StringBuilder csv = new StringBuilder("# ");
    for (StatsColumn column : StatsColumn.values()) {
      csv.append(column.title()).append(',');
    }
    csv.append('\n');
    rows.forEach(row -> csv.append(row.csv()));
    return csv.toString();
  }

  /**
   * All frontends, then each backend behind its servers, those that are leaving last. A server that
   * is leaving is called by its name and number (sid) when another has that name by now, so that no
   * two lines have the same one.
   */
  public static List<StatsRow> of(ProxySnapshot snapshot) {
    List<StatsRow> rows = new ArrayList<>();
    int proxy = 0;
    for (FrontendSnapshot frontend : snapshot.frontends()) {
      rows.add(frontend(frontend).with(IID, ++proxy).with(SID, 0).with(PID, 1));
    }
    for (BackendSnapshot backend : snapshot.backends()) {
      proxy++;
      for (ServerSnapshot server : backend.servers()) {
        rows.add(server(backend, server).with(IID, proxy));
      }
      for (ServerSnapshot server : backend.leaving()) {
        StatsRow row = server(backend, server).with(IID, proxy);
        rows.add(isNameOfAnother(backend, server) ? numbered(row, server) : row);
      }
      rows.add(backend(backend).with(IID, proxy).with(SID, 0).with(PID, 1));
    }
    return List.copyOf(rows);
  }

  private static boolean isNameOfAnother(BackendSnapshot backend, ServerSnapshot server) {
    return Stream.concat(backend.servers().stream(), backend.leaving().stream())
        .anyMatch(other -> other.number() != server.number() && other.name().equals(server.name()));
  }

  private static StatsRow numbered(StatsRow row, ServerSnapshot server) {
    return row.with(SVNAME, server.name() + '#' + server.number());
  }

  private static StatsRow frontend(FrontendSnapshot frontend) {
    long sessions = frontend.connections() - frontend.refusals().connections();
    StatsRow row =
        StatsRow.of(frontend.name(), "FRONTEND")
            .with(TYPE, 0)
            .with(STATUS, frontend.listening() ? "OPEN" : "STOP")
            .with(MODE, mode(frontend.mode()))
            .with(SCUR, frontend.currentConnections())
            .with(SMAX, frontend.rates().mostConnections())
            .with(SLIM, frontend.rates().connectionLimit())
            .with(STOT, sessions)
            .with(BIN, frontend.bytesIn())
            .with(BOUT, frontend.bytesOut())
            .with(DREQ, 0)
            .with(DRESP, 0)
            .with(EREQ, frontend.refusals().requestErrors())
            .with(RATE, frontend.rates().connectionsPerSecond())
            .with(RATE_LIM, 0)
            .with(RATE_MAX, frontend.rates().mostConnectionsPerSecond())
            .with(CONN_RATE, frontend.rates().connectionsPerSecond())
            .with(CONN_RATE_MAX, frontend.rates().mostConnectionsPerSecond())
            .with(CONN_TOT, frontend.connections())
            .with(DCON, frontend.refusals().connections())
            .with(DSES, 0)
            .with(EINT, frontend.refusals().internalErrors());
    if (frontend.mode() == FrontendMode.TCP) {
      return row.with(REQ_RATE, 0).with(REQ_RATE_MAX, 0).with(REQ_TOT, 0);
    }
    return responses(row, frontend.responses())
        .with(INTERCEPTED, frontend.refusals().ownAnswers())
        .with(REQ_RATE, frontend.rates().requestsPerSecond())
        .with(REQ_RATE_MAX, frontend.rates().mostRequestsPerSecond())
        .with(REQ_TOT, frontend.requests() + frontend.refusals().unreadRequests());
  }

  private static StatsRow server(BackendSnapshot backend, ServerSnapshot server) {
    StatsRow row =
        activity(StatsRow.of(backend.name(), server.name()), server.activity(), server.queue())
            .with(TYPE, 2)
            .with(PID, 1)
            .with(SID, server.number())
            .with(STATUS, status(server))
            .with(WEIGHT, server.currentWeight())
            .with(UWEIGHT, server.weight())
            .with(ACT, server.role() == ServerRole.ACTIVE ? 1 : 0)
            .with(BCK, server.role() == ServerRole.BACKUP ? 1 : 0)
            .with(CHKDOWN, server.uptime().downs())
            .with(LASTCHG, server.uptime().secondsSinceChange())
            .with(DOWNTIME, server.uptime().downSeconds())
            .with(SCUR, server.currentSessions())
            .with(STOT, server.tries())
            .with(ERESP, server.responseErrors())
            .with(WRETR, repeated(server.retries(), server.activity()))
            .with(CONNECT, server.connectAttempts())
            .with(REUSE, server.reuses())
            .with(SRV_ICUR, server.idleConnections())
            .with(IDLE_CONN_CUR, server.idleConnections() - server.provenConnections())
            .with(SAFE_CONN_CUR, server.provenConnections())
            // Each session has one connection of its server, open or about to be.
            .with(USED_CONN_CUR, server.currentSessions())
            .with(ADDR, address(server));
    row = server.maxConn() > 0 ? row.with(SLIM, server.maxConn()) : row;
    row = server.queue().limit() > 0 ? row.with(QLIMIT, server.queue().limit()) : row;
    row = server.idleLimit() >= 0 ? row.with(SRC_ILIM, server.idleLimit()) : row;
    row =
        server.throttlePercent() < WHOLE_PERCENT
            ? row.with(THROTTLE, server.throttlePercent())
            : row;
    return http(row, backend, server.responses());
  }

  private static StatsRow backend(BackendSnapshot backend) {
    StatsRow row =
        activity(StatsRow.of(backend.name(), "BACKEND"), backend.activity(), backend.queue())
            .with(TYPE, 1)
            .with(STATUS, backend.uptime().up() ? "UP" : "DOWN")
            .with(WEIGHT, sum(inUse(backend), ServerSnapshot::currentWeight))
            .with(UWEIGHT, sum(inUse(backend), ServerSnapshot::weight))
            .with(ACT, usable(backend, ServerRole.ACTIVE).size())
            .with(BCK, usable(backend, ServerRole.BACKUP).size())
            .with(CHKDOWN, backend.uptime().downs())
            .with(LASTCHG, backend.uptime().secondsSinceChange())
            .with(DOWNTIME, backend.uptime().downSeconds())
            .with(SCUR, backend.currentRequests())
            .with(STOT, backend.requests())
            .with(ERESP, backend.responseErrors())
            .with(WRETR, repeated(backend.retries(), backend.activity()))
            .with(CONNECT, backend.connectAttempts())
            .with(REUSE, backend.reuses())
            .with(DREQ, 0)
            .with(ALGO, algorithm(backend.balance()));
    return http(row, backend, backend.responses());
  }

  private static StatsRow activity(StatsRow row, ActivitySnapshot activity, QueueSnapshot queue) {
    return row.with(QCUR, queue.current())
        .with(QMAX, queue.most())
        .with(SMAX, activity.mostSessions())
        .with(BIN, activity.bytesIn())
        .with(BOUT, activity.bytesOut())
        .with(DRESP, 0)
        .with(ECON, activity.unreached())
        .with(WREDIS, activity.redispatches())
        .with(LBTOT, activity.choices())
        .with(RATE, activity.perSecond())
        .with(RATE_MAX, activity.mostPerSecond())
        .with(CLI_ABRT, activity.clientAborts())
        .with(SRV_ABRT, activity.serverAborts())
        .with(LASTSESS, activity.secondsSinceLast())
        .with(QTIME, activity.recent().queueMicros() / MICROS)
        .with(CTIME, activity.recent().connectMicros() / MICROS)
        .with(RTIME, activity.recent().firstByteMicros() / MICROS)
        .with(TTIME, activity.recent().totalMicros() / MICROS)
        .with(QTIME_MAX, queue.time().maxMicros() / MICROS)
        .with(CTIME_MAX, activity.connectTime().maxMicros() / MICROS)
        .with(RTIME_MAX, activity.firstByteTime().maxMicros() / MICROS)
        .with(TTIME_MAX, activity.totalTime().maxMicros() / MICROS)
        .with(EINT, activity.internalErrors());
  }

  /** Requests count here once they have an answer, or end without one. */
  private static StatsRow http(StatsRow row, BackendSnapshot backend, ResponseCounts responses) {
    StatsRow named = row.with(MODE, mode(backend.mode()));
    return backend.mode() == FrontendMode.TCP
        ? named
        : responses(named, responses).with(REQ_TOT, sum(responses));
  }

  private static StatsRow responses(StatsRow row, ResponseCounts responses) {
    return row.with(HRSP_1XX, responses.informational())
        .with(HRSP_2XX, responses.successful())
        .with(HRSP_3XX, responses.redirections())
        .with(HRSP_4XX, responses.clientErrors())
        .with(HRSP_5XX, responses.serverErrors())
        .with(HRSP_OTHER, responses.other());
  }

  private static long sum(ResponseCounts responses) {
    return responses.informational()
        + responses.successful()
        + responses.redirections()
        + responses.clientErrors()
        + responses.serverErrors()
        + responses.other();
  }

  private static long sum(List<ServerSnapshot> servers, ToLongFunction<ServerSnapshot> what) {
    return servers.stream().mapToLong(what).sum();
  }

  /** Those that the next request may go to: backups only when there is nobody else. */
  private static List<ServerSnapshot> inUse(BackendSnapshot backend) {
    List<ServerSnapshot> active = usable(backend, ServerRole.ACTIVE);
    if (!active.isEmpty()) {
      return active;
    }
    List<ServerSnapshot> standIns = usable(backend, ServerRole.BACKUP);
    return backend.backups() == Backups.ALL || standIns.isEmpty()
        ? standIns
        : standIns.subList(0, 1);
  }

  private static List<ServerSnapshot> usable(BackendSnapshot backend, ServerRole role) {
    return backend.servers().stream()
        .filter(server -> server.role() == role && usable(server))
        .toList();
  }

  /** HAProxy counts a retry that goes elsewhere as a redispatch only. */
  private static long repeated(long retries, ActivitySnapshot activity) {
    return retries - activity.redispatches();
  }

  private static boolean usable(ServerSnapshot server) {
    return status(server).equals("UP") && server.weight() > 0;
  }

  private static String status(ServerSnapshot server) {
    if (server.admin() == ServerAdmin.MAINT) {
      return "MAINT";
    }
    return switch (server.state()) {
      case DOWN -> "DOWN";
      case NOLB -> "NOLB";
      case UP -> server.admin() == ServerAdmin.DRAIN ? "DRAIN" : "UP";
    };
  }

  private static String address(ServerSnapshot server) {
    return NetUtil.toSocketAddressString(server.address());
  }

  private static String mode(FrontendMode mode) {
    return mode == FrontendMode.TCP ? "tcp" : "http";
  }

  private static String algorithm(Balance balance) {
    return switch (balance) {
      case ROUND_ROBIN -> "roundrobin";
      case LEAST_CONN -> "leastconn";
      case RANDOM -> "random";
    };
  }
}
