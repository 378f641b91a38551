package io.mainstay.node.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Counts who answers ARP for the service address since a fault. Times are parameters of one clock;
 * safe for many threads.
 */
final class ArpTally {
  private final Map<String, Counted> byMac = new LinkedHashMap<>();
  private boolean counting;
  private long faultNanos;
  private long lastNanos;
  private long asked;

  private static final class Counted {
    private final long[] counts = new long[ArpAnswers.CUTS_MILLIS.size() + 1];
    private final long firstMillis;
    private long lastMillis;

    Counted(long firstMillis) {
      this.firstMillis = firstMillis;
    }
  }

  /** Counts from now on. */
  synchronized void fault(long nowNanos) {
    counting = true;
    faultNanos = nowNanos;
    lastNanos = nowNanos;
  }

  synchronized void asked(long nowNanos) {
    if (counting) {
      asked++;
      lastNanos = nowNanos;
    }
  }

  synchronized void answered(String mac, long nowNanos) {
    if (!counting) {
      return;
    }
    long millis = LabReport.millis(nowNanos - faultNanos);
    Counted counted = byMac.computeIfAbsent(mac, first -> new Counted(millis));
    counted.counts[ArpAnswers.window(millis)]++;
    counted.lastMillis = millis;
  }

  /**
   * What was counted until now.
   *
   * @param node whose a MAC address is
   * @param role what became of a node in the fault
   */
  synchronized ArpAnswers answers(Function<String, String> node, Function<String, String> role) {
    List<ArpAnswers.Answerer> answerers = new ArrayList<>();
    byMac.forEach(
        (mac, counted) -> {
          String name = node.apply(mac);
          List<Long> counts = new ArrayList<>();
          for (long count : counted.counts) {
            counts.add(count);
          }
          answerers.add(
              new ArpAnswers.Answerer(
                  name, role.apply(name), mac, counts, counted.firstMillis, counted.lastMillis));
        });
    return new ArpAnswers(asked, LabReport.millis(lastNanos - faultNanos), answerers);
  }
}
