package io.mainstay.node.log;

import io.mainstay.node.accesslog.LogLevel;
import io.mainstay.node.accesslog.LogMessage;
import io.mainstay.node.log.ServerChange.Standing;
import io.mainstay.node.log.ServerChange.Usable;
import io.mainstay.proxy.BackendSnapshot;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.FrontendSnapshot;
import io.mainstay.proxy.ProxyConfig;
import io.mainstay.proxy.ProxySnapshot;
import io.mainstay.proxy.ServerAdmin;
import io.mainstay.proxy.ServerRole;
import io.mainstay.proxy.ServerState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What HAProxy logs of servers and of whole proxies: who goes down and comes up and why, how many
 * are left, and that a backend has nobody. Any thread.
 */
public final class ServerLogLines {
  private final AccessLog log;
  private final Set<String> frontends;

  /** Lines for that log; a backend of a frontend's name is one proxy with it. */
  public ServerLogLines(AccessLog log, ProxyConfig config) {
    this.log = log;
    this.frontends = config.frontends().stream().map(Frontend::name).collect(Collectors.toSet());
  }

  /** Whether anybody hears of a backend; if not, nothing need be told of it. */
  public boolean hears(String backend) {
    return log.hears(backend);
  }

  /** A server began or ended to take requests. */
  public void onChange(ServerChange change) {
    boolean listen = frontends.contains(change.backend());
    // With a line for each check there is no need to say twice what the last one saw.
    for (LogMessage line : lines(change, listen, !log.logsChecks(change.backend()))) {
      log.tell(change.backend(), line.level(), line.text());
    }
  }

  /** The lines of a change, in HAProxy's words and order. */
  static List<LogMessage> lines(ServerChange change, boolean listen, boolean withReason) {
    List<LogMessage> lines = new ArrayList<>();
    ServerAdmin before = change.from().admin();
    ServerAdmin now = change.to().admin();
    if (before != now) {
      lines.add(wanted(change, before, now));
    }
    if (change.from().state() != change.to().state() && now != ServerAdmin.MAINT) {
      lines.add(turned(change, withReason));
    }
    if (!lines.isEmpty() && !change.before().none() && change.after().none()) {
      String kind = listen ? "proxy " : "backend ";
      lines.add(
          new LogMessage(LogLevel.EMERG, kind + change.backend() + " has no server available!"));
    }
    return lines;
  }

  private static LogMessage wanted(ServerChange change, ServerAdmin before, ServerAdmin now) {
    String server = name(change);
    String via = via(change);
    boolean down = change.from().state() == ServerState.DOWN;
    String works = change.to().state() == ServerState.DOWN ? "DOWN" : "UP";
    return switch (now) {
      case MAINT ->
          down
              ? new LogMessage(
                  LogLevel.NOTICE, server + " was DOWN and now enters maintenance" + via + ".")
              : new LogMessage(
                  alertUnlessLeaving(change.from()),
                  server + " is going DOWN for maintenance" + via + left(change));
      case DRAIN ->
          before == ServerAdmin.MAINT
              ? leaves(server, works + "/DRAIN", "maintenance")
              : new LogMessage(
                  LogLevel.NOTICE, server + " enters drain state" + via + online(change));
      case READY ->
          before == ServerAdmin.MAINT
              ? leaves(server, works + "/READY", "maintenance")
              : leaves(server, works, "drain");
    };
  }

  private static LogMessage leaves(String server, String is, String what) {
    return new LogMessage(
        LogLevel.NOTICE, server + " is " + is + " (leaving forced " + what + ").");
  }

  private static LogMessage turned(ServerChange change, boolean withReason) {
    String why = via(change) + (withReason ? reason(change) : "");
    return switch (change.to().state()) {
      case DOWN ->
          new LogMessage(
              alertUnlessLeaving(change.from()), name(change) + " is DOWN" + why + left(change));
      case NOLB ->
          new LogMessage(LogLevel.NOTICE, name(change) + " is stopping" + why + online(change));
      case UP -> new LogMessage(LogLevel.NOTICE, name(change) + " is UP" + why + online(change));
    };
  }

  /** Who was expected to go alarms nobody. */
  private static LogLevel alertUnlessLeaving(Standing from) {
    return from.leaving() ? LogLevel.NOTICE : LogLevel.ALERT;
  }

  private static String name(ServerChange change) {
    String backup = change.server().role() == ServerRole.BACKUP ? "Backup " : "";
    return backup + "Server " + change.backend() + "/" + change.server().name();
  }

  private static String via(ServerChange change) {
    return change.tracked().map(tracked -> " via " + tracked).orElse("");
  }

  private static String reason(ServerChange change) {
    return change
        .agent()
        .map(CheckWords::ofAgent)
        .or(() -> change.check().filter(seen -> change.tracked().isEmpty()).map(CheckWords::of))
        .map(why -> ", " + why)
        .orElse("");
  }

  /** Those who waited for it wait for the others now. */
  private static String left(ServerChange change) {
    return servers(change.after(), "left")
        + " "
        + change.load().sessions()
        + " sessions active, "
        + (change.after().none() ? 0 : change.load().waiting())
        + " requeued, 0 remaining in queue.";
  }

  private static String online(ServerChange change) {
    return servers(change.after(), "online")
        + " 0 sessions requeued, "
        + change.load().waiting()
        + " total in queue.";
  }

  private static String servers(Usable usable, String are) {
    return ". "
        + usable.active()
        + " active and "
        + usable.backup()
        + " backup servers "
        + are
        + "."
        + (usable.active() == 0 && usable.backup() > 0 ? " Running on backup." : "");
  }

  /** Everything has stopped; a frontend and a backend of one name are one proxy. */
  public void onStopped(ProxySnapshot last) {
    Map<String, long[]> proxies = new LinkedHashMap<>();
    for (FrontendSnapshot frontend : last.frontends()) {
      proxies.computeIfAbsent(frontend.name(), name -> new long[2])[0] = frontend.connections();
    }
    for (BackendSnapshot backend : last.backends()) {
      proxies.computeIfAbsent(backend.name(), name -> new long[2])[1] = backend.requests();
    }
    proxies.forEach(
        (name, counts) ->
            log.tell(
                name,
                LogLevel.WARNING,
                "Proxy "
                    + name
                    + " stopped (cumulated conns: FE: "
                    + counts[0]
                    + ", BE: "
                    + counts[1]
                    + ")."));
  }
}
