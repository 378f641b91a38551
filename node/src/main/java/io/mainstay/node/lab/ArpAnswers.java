package io.mainstay.node.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who answered ARP for the service address after a fault, one entry for each MAC address that did,
 * in the order of their first answers.
 *
 * @param asked how many questions were sent since the fault
 * @param forMillis for how long
 */
record ArpAnswers(long asked, long forMillis, List<Answerer> answerers) {
  /**
   * Where the time after the fault is cut: a process-bound address is gone by the first, one leased
   * for a second by the second, and by the third the next master serves whatever runs here.
   */
  static final List<Long> CUTS_MILLIS = List.of(50L, 1200L, 5000L);

  /**
   * One of them.
   *
   * @param counts answers between the {@link #CUTS_MILLIS}, and after the last
   * @param firstMillis when the first came after the fault
   */
  record Answerer(
      String node, String role, String mac, List<Long> counts, long firstMillis, long lastMillis) {}

  ArpAnswers {
    answerers = List.copyOf(answerers);
  }

  /** The heads of the columns that {@link Answerer#counts} fills. */
  static List<String> windows() {
    List<String> heads = new ArrayList<>();
    String from = "0";
    for (long cut : CUTS_MILLIS) {
      heads.add(from + "-" + text(cut));
      from = text(cut);
    }
    heads.add("after " + from);
    return heads;
  }

  private static String text(long millis) {
    return millis < TimeUnit.SECONDS.toMillis(1) ? millis + " ms" : millis / 1000.0 + " s";
  }

  /** The column of an answer. */
  static int window(long millis) {
    int window = 0;
    while (window < CUTS_MILLIS.size() && millis >= CUTS_MILLIS.get(window)) {
      window++;
    }
    return window;
  }
}
