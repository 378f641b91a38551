package io.mainstay.proxy;

import io.mainstay.proxy.stats.StatsColumn;
import io.mainstay.proxy.stats.StatsRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What two proxies counted of the same traffic, column by column. */
final class HaproxyColumns {
  /** Columns, of one kind of row or of all, that need not be equal; and why. */
  private static final Map<String, String> DIFFERENT = new HashMap<>();

  private static void different(String why, String... columns) {
    for (String column : columns) {
      DIFFERENT.put(column, why);
    }
  }

  static {
    different("each proxy has a server of its own", "addr");
    different("numbers of its own, in the order of the rows", "iid");
    different("bytes here are those of the wire, there those of the message inside", "bin", "bout");
    different("the next client may come before the end of the last is seen", "FRONTEND smax");
    different("one second or the next", "rate", "rate_max", "req_rate", "req_rate_max");
    different("one second or the next", "conn_rate", "conn_rate_max", "lastchg");
    different("a server's last session is here the last that reached it", "lastsess");
    different("how long things took", "qtime", "ctime", "rtime", "ttime");
    different("how long things took", "qtime_max", "ctime_max", "rtime_max", "ttime_max");
    different("whoever has checks says whether there is one", "web1 status");
    different("counted here without a check too", "web1 chkdown", "web1 downtime");
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
      for (StatsColumn column : StatsColumn.values()) {
        String our = ours.get(i).get(column);
        String their = theirs.get(i).get(column.title());
        String place = row + " " + column.title();
        boolean meant = DIFFERENT.containsKey(column.title()) || DIFFERENT.containsKey(place);
        if (!our.equals(their) && !meant) {
          differences.add(place + ": " + our + ", HAProxy: " + their);
        }
      }
    }
    return differences;
  }
}
