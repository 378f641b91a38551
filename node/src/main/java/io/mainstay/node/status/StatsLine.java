package io.mainstay.node.status;

import io.mainstay.proxy.ActivitySnapshot;
import io.mainstay.proxy.BackendSnapshot;
import io.mainstay.proxy.ServerSnapshot;
import io.mainstay.proxy.stats.StatsColumn;
import io.mainstay.proxy.stats.StatsRow;
import io.mainstay.proxy.stats.StatsTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the page: what CSV says of a frontend, a server or a backend, and how long things
 * took there. Pure.
 *
 * @param row its columns, with what checks know
 * @param activity the distributions; frontends have none
 * @param warning what should be mended although it decides nothing now, such as a certificate that
 *     expires soon; usually empty
 */
record StatsLine(StatsRow row, Optional<ActivitySnapshot> activity, String warning) {
  /** The column {@link StatsColumn#TYPE} of frontends. */
  private static final String FRONTEND = "0";

  /** Lines that stand in one table. */
  record Table(String name, List<StatsLine> lines) {}

  /** What CSV says. */
  static List<StatsRow> rows(NodeSnapshot node) {
    return StatsTable.of(node.proxy()).stream()
        .map(row -> CheckColumns.complete(row, node))
        .toList();
  }

  /** All frontends in one table, then each backend with its servers. */
  static List<Table> tables(NodeSnapshot node) {
    Map<String, ActivitySnapshot> activities = activities(node);
    Map<String, List<StatsLine>> tables = new LinkedHashMap<>();
    for (StatsRow row : rows(node)) {
      String proxy = row.get(StatsColumn.PXNAME);
      boolean frontend = row.get(StatsColumn.TYPE).equals(FRONTEND);
      String key = frontend ? "" : proxy;
      String warning =
          node.server(proxy, row.get(StatsColumn.SVNAME))
              .check()
              .map(check -> check.lastResult().warning())
              .orElse("");
      tables
          .computeIfAbsent(key, made -> new ArrayList<>())
          .add(
              new StatsLine(
                  row,
                  frontend
                      ? Optional.empty()
                      : Optional.ofNullable(activities.get(key(proxy, row.get(StatsColumn.SID)))),
                  warning));
    }
    return tables.entrySet().stream()
        .map(table -> new Table(table.getKey(), table.getValue()))
        .toList();
  }

  /** By backend and number, for names come again; the backend itself is number 0. */
  private static Map<String, ActivitySnapshot> activities(NodeSnapshot node) {
    Map<String, ActivitySnapshot> activities = new HashMap<>();
    for (BackendSnapshot backend : node.proxy().backends()) {
      activities.put(key(backend.name(), "0"), backend.activity());
      List<ServerSnapshot> servers = new ArrayList<>(backend.servers());
      servers.addAll(backend.leaving());
      for (ServerSnapshot server : servers) {
        activities.put(key(backend.name(), String.valueOf(server.number())), server.activity());
      }
    }
    return activities;
  }

  private static String key(String backend, String number) {
    return number + "/" + backend;
  }

  String get(StatsColumn column) {
    return row.get(column);
  }

  /** What the line is about: the frontend, the server, or BACKEND. */
  String name() {
    return get(get(StatsColumn.TYPE).equals(FRONTEND) ? StatsColumn.PXNAME : StatsColumn.SVNAME);
  }
}
