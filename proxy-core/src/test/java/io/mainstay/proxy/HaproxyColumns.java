package io.mainstay.proxy;

import io.mainstay.proxy.stats.StatsColumn;
import io.mainstay.proxy.stats.StatsRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What two proxies counted of the same traffic, column by column. */
final class HaproxyColumns {
  /** Columns, of one kind of row, of a mode or of all, that need not be equal; and why. */
  private static final Map<String, String> DIFFERENT = new HashMap<>();

  private static void different(String why, String... columns) {
    for (String column : columns) {
      DIFFERENT.put(column, why);
    }
  }

  static {
    different("each proxy has a server of its own", "addr");
    different("numbers of its own, in the order of the rows", "iid");
    different(
        "bytes here are those of the wire, there those of the message inside",
        "http bin",
        "http bout");
    different("one second or the next", "lastchg");
    different("how long things took", "qtime", "ctime", "rtime", "ttime");
    different("how long things took", "qtime_max", "ctime_max", "rtime_max", "ttime_max");
    different("whoever has checks says whether there is one", "server status");
    different("counted here without a check too", "server chkdown", "server downtime");
    different("backends have no fullconn", "BACKEND slim");
    different("pools are not sized by an estimate", "need_conn_est");
    different("there is no compression", "comp_in", "comp_out", "comp_byp", "comp_rsp");
    different("there is no cache", "cache_lookups", "cache_hits");
    different("there are no rules that rewrite", "wrew");
    different("sums that only Prometheus shows, and no row's", "agg_server_status");
    different("the same", "agg_server_check_status", "agg_check_status");
  }

  private HaproxyColumns() {}

  /** What differs and is not meant to, a line each. */
  static List<String> differences(List<StatsRow> ours, List<Map<String, String>> theirs) {
    List<String> differences = new ArrayList<>();
    if (ours.size() != theirs.size()) {
      differences.add(ours.size() + " rows, HAProxy: " + theirs.size());
    }
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      String row = ours.get(i).get(StatsColumn.SVNAME);
      String mode = ours.get(i).get(StatsColumn.MODE);
      for (StatsColumn column : StatsColumn.values()) {
        String our = comparable(column, ours.get(i).get(column));
        String their = comparable(column, theirs.get(i).getOrDefault(column.title(), "no column"));
        String kind = row.startsWith("web") ? "server" : row;
        boolean meant =
            DIFFERENT.containsKey(column.title())
                || DIFFERENT.containsKey(mode + " " + column.title())
                || DIFFERENT.containsKey(kind + " " + column.title());
        if (!our.equals(their) && !meant) {
          differences.add(row + " " + column.title() + ": " + our + ", HAProxy: " + their);
        }
      }
    }
    return differences;
  }

  /** Of what may be one second or the next, whether there was any. */
  private static String comparable(StatsColumn column, String value) {
    return switch (column) {
      case RATE, REQ_RATE, CONN_RATE -> value.isEmpty() ? value : "some or none";
      case RATE_MAX, REQ_RATE_MAX, CONN_RATE_MAX -> value.matches("[1-9]\\d*") ? "some" : value;
      case LASTSESS -> value.matches("\\d+") ? "some" : value;
      default -> value;
    };
  }
}
