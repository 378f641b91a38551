package io.mainstay.node.lab;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Tells what happens as it happens, and what it came to. Safe for many threads. */
final class LabReport {
  private static final JsonMapper JSON = new JsonMapper();

  private final PrintStream progress;
  private final PrintStream results;
  private final LabOptions.Output output;
  private final Optional<LabSystem> versus;
  private long startNanos = System.nanoTime();

  /**
   * @param versus what Mainstay is compared with; empty when it plays alone
   */
  LabReport(
      LabOptions.Output output, Optional<LabSystem> versus, PrintStream out, PrintStream err) {
    this.output = output;
    this.versus = versus;
    this.progress = output == LabOptions.Output.JSON ? err : out;
    this.results = out;
  }

  synchronized void heading(String text) {
    startNanos = System.nanoTime();
    progress.println();
    progress.println(text);
  }

  /** One thing that happened just now. */
  synchronized void event(String text) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    progress.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, text));
  }

  /** A second in which nobody served yet. */
  void waiting(SortedSet<String> owners) {
    event("no answer yet, master " + names(owners));
  }

  void second(RequestTally.Counts counts, SortedSet<String> owners) {
    event(
        String.format(
            Locale.ROOT,
            "requests/s %d, failed %d, master %s",
            counts.requests(),
            counts.failed(),
            names(owners)));
  }

  private static String names(Collection<String> owners) {
    return owners.isEmpty() ? "nobody" : String.join(" and ", owners);
  }

  synchronized void detail(List<String> lines) {
    lines.forEach(line -> progress.println("          | " + line));
  }

  /** A scenario has ended. */
  synchronized void result(ScenarioResult result) {
    result.error().ifPresent(error -> event("FAILED: " + error));
    if (!result.failures().isEmpty()) {
      event("failed requests: " + failures(result));
    }
    if (output == LabOptions.Output.JSON) {
      boolean several = versus.isPresent() || result.arp().isPresent();
      results.println(several ? comparisonJson(result) : json(result));
      results.flush();
    }
  }

  synchronized void summary(List<ScenarioResult> all) {
    progress.println();
    table(all).forEach(progress::println);
  }

  /** The same scenarios of several systems, side by side. */
  synchronized void comparison(List<ScenarioResult> all) {
    progress.println();
    comparisonTable(all).forEach(progress::println);
  }

  /** Who still answered for the address, where that was watched. */
  synchronized void arp(List<ScenarioResult> all) {
    List<String> lines = arpTable(all);
    if (!lines.isEmpty()) {
      progress.println();
      lines.forEach(progress::println);
    }
  }

  /** A row for each host that answered ARP; empty when nobody watched. */
  static List<String> arpTable(List<ScenarioResult> all) {
    List<ScenarioResult> watched = all.stream().filter(result -> result.arp().isPresent()).toList();
    if (watched.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "ARP answers for %s after kill -9 of the master, asked %d times a second",
            LabNetwork.SERVICE_ADDRESS,
            ArpWatch.QUESTIONS_PER_SECOND));
    lines.add(arpRow("system", "who answers", ArpAnswers.windows(), "last answer after", "of"));
    for (ScenarioResult result : watched) {
      ArpAnswers arp = result.arp().orElseThrow();
      for (ArpAnswers.Answerer each : arp.answerers()) {
        lines.add(
            arpRow(
                result.system().title(),
                each.node() + " (" + each.role() + ")",
                each.counts().stream().map(String::valueOf).toList(),
                each.lastMillis() + " ms",
                arp.forMillis() + " ms"));
      }
    }
    return lines;
  }

  private static String arpRow(
      String system, String who, List<String> counts, String last, String watched) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-18s  %-14s", system, who));
    counts.forEach(count -> row.append(String.format(Locale.ROOT, " %12s", count)));
    return row.append(String.format(Locale.ROOT, "  %17s  %9s", last, watched)).toString();
  }

  private static String failures(ScenarioResult result) {
    return result.failures().entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  static String json(ScenarioResult result) {
    return describe(result, JSON.createObjectNode()).toString();
  }

  /** What {@link #json} says, of which system, and how long it took to take over. */
  static String comparisonJson(ScenarioResult result) {
    ObjectNode object = JSON.createObjectNode();
    object.put("system", result.system().word());
    return describe(result, object).put("takeoverMillis", result.takeoverMillis()).toString();
  }

  private static ObjectNode describe(ScenarioResult result, ObjectNode object) {
    object.put("scenario", result.scenario().word());
    object.put("requests", result.requests());
    object.put("failed", result.failed());
    object.put("longestGapMillis", result.longestGapMillis());
    object.set("ownersAtEnd", JSON.valueToTree(result.ownersAtEnd()));
    object.put("ownersSeenTogetherMillis", result.ownersSeenTogetherMillis());
    result.arp().ifPresent(arp -> describe(arp, object.putObject("arp")));
    result.error().ifPresent(error -> object.put("error", error));
    return object;
  }

  private static void describe(ArpAnswers arp, ObjectNode object) {
    object.put("asked", arp.asked());
    object.put("forMillis", arp.forMillis());
    object.set("cutsMillis", JSON.valueToTree(ArpAnswers.CUTS_MILLIS));
    ArrayNode answerers = object.putArray("answerers");
    for (ArpAnswers.Answerer each : arp.answerers()) {
      ObjectNode one = answerers.addObject();
      one.put("node", each.node());
      one.put("role", each.role());
      one.put("mac", each.mac());
      one.set("answers", JSON.valueToTree(each.counts()));
      one.put("firstMillis", each.firstMillis());
      one.put("lastMillis", each.lastMillis());
    }
  }

  /** A row for each scenario and system, those of one scenario together. */
  static List<String> comparisonTable(List<ScenarioResult> all) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-9s %-18s %11s %7s %12s %12s  %s",
            "scenario",
            "system",
            "takeover",
            "failed",
            "longest gap",
            "two owners",
            "result"));
    for (ScenarioResult result :
        all.stream().sorted(Comparator.comparing(ScenarioResult::scenario)).toList()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-9s %-18s %11s %7d %9d ms %9d ms  %s",
              result.scenario().word(),
              result.system().title(),
              result.takeoverMillis() == Takeover.NONE ? "-" : result.takeoverMillis() + " ms",
              result.failed(),
              result.longestGapMillis(),
              result.ownersSeenTogetherMillis(),
              result.passed() ? "ok" : "FAILED"));
    }
    return lines;
  }

  static List<String> table(List<ScenarioResult> all) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                String.format(
                    Locale.ROOT,
                    "%-9s %9s %7s %12s  %-12s %11s  %s",
                    "scenario",
                    "requests",
                    "failed",
                    "longest gap",
                    "owner at end",
                    "two owners",
                    "result")));
    for (ScenarioResult result : all) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-9s %9d %7d %9d ms  %-12s %8d ms  %s",
              result.scenario().word(),
              result.requests(),
              result.failed(),
              result.longestGapMillis(),
              names(result.ownersAtEnd()),
              result.ownersSeenTogetherMillis(),
              result.passed() ? "ok" : "FAILED"));
    }
    return lines;
  }

  static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
