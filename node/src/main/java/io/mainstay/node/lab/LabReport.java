package io.mainstay.node.lab;

import com.fasterxml.jackson.databind.json.JsonMapper;
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
      results.println(versus.isPresent() ? comparisonJson(result) : json(result));
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
    result.error().ifPresent(error -> object.put("error", error));
    return object;
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
