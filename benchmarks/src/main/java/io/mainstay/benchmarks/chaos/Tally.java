package io.mainstay.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts over all rounds, and what is broken. One thread. */
final class Tally {
  private static final int MOST_LISTED = 50;

  private final Map<String, Long> ends = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();
  private long requests;
  private long repeated;
  private long racesLost;
  private long faults;
  private long deaths;
  private long brokenInAll;

  void add(Outcome outcome, List<Arrival> arrivals) {
    requests++;
    repeated += Math.max(0, arrivals.size() - 1);
    faults += arrivals.stream().filter(arrival -> !arrival.fate.serves()).count();
    String end = outcome.end().name().toLowerCase(java.util.Locale.ROOT);
    ends.merge(outcome.end() == Outcome.End.REFUSED ? end + outcome.status() : end, 1L, Long::sum);
    boolean raced = outcome.status() == 502 && arrivals.isEmpty();
    racesLost += raced ? 1 : 0;
  }

  void deaths(int more) {
    deaths += more;
  }

  void broken(String what) {
    brokenInAll++;
    if (brokenInAll <= MOST_LISTED) {
      System.err.println("chaos: " + what);
    }
    if (broken.size() < MOST_LISTED) {
      broken.add(what);
    }
  }

  boolean isWhole() {
    return brokenInAll == 0;
  }

  /** The first of them. */
  List<String> broken() {
    return broken;
  }

  /** Everything countable, in the order in which it is printed. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new java.util.LinkedHashMap<>();
    counts.put("requests", requests);
    ends.forEach(counts::put);
    counts.put("serverFaults", faults);
    counts.put("serverDeaths", deaths);
    counts.put("repeated", repeated);
    counts.put("racesLost", racesLost);
    counts.put("broken", brokenInAll);
    return counts;
  }
}
