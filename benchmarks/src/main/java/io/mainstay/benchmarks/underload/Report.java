package io.mainstay.benchmarks.underload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes measurements side by side, for a person or for a program. */
final class Report {
  private Report() {}

  static String table(Options options, List<Measurement> measurements) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d virtual routers every %d ms and a proxy on one core, %d s, %d connections;"
                + " Mainstay: heap %d MB, %d MB of it alive, %d MB/s allocated%n%n",
            options.routers(),
            options.interval().toMillis(),
            options.time().toSeconds(),
            options.connections(),
            options.heapMegabytes(),
            options.liveMegabytes(),
            options.churnMegabytes()));
    List<Map<String, String>> columns = measurements.stream().map(m -> rows(options, m)).toList();
    Set<String> names = new LinkedHashSet<>();
    columns.forEach(column -> names.addAll(column.keySet()));
    line(text, "", measurements.stream().map(Measurement::contender).toList());
    for (String name : names) {
      line(text, name, columns.stream().map(column -> column.getOrDefault(name, "-")).toList());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, List<String> cells) {
    text.append(String.format(Locale.ROOT, "%-34s", name));
    cells.forEach(cell -> text.append(String.format(Locale.ROOT, " %28s", cell)));
    text.append('\n');
  }

  private static Map<String, String> rows(Options options, Measurement measured) {
    Map<String, String> rows = new LinkedHashMap<>();
    WireReport wire = measured.wire();
    rows.put("advertisements expected", Long.toString(wire.expected()));
    rows.put("advertisements seen", Long.toString(wire.seen()));
    rows.put("longest gap", MainstayContender.millis(wire.longestGapNanos()));
    rows.put(
        "gaps over " + options.missedNanos() / 1_000_000 + " ms", Long.toString(wire.missed()));
    rows.put("transitions of the backups", Long.toString(measured.transitions()));
    rows.put("advertisements of the backups", Long.toString(wire.othersSeen()));
    rows.put("requests/s", String.format(Locale.ROOT, "%.0f", measured.load().requestsPerSecond()));
    rows.put("request p99", measured.load().p99());
    rows.put("failed requests", Long.toString(measured.load().failed()));
    rows.put("of the core used", String.format(Locale.ROOT, "%.1f %%", measured.coreUsed() * 100));
    rows.putAll(measured.own());
    rows.put("load average", measured.loadAverage());
    return rows;
  }

  static String json(Options options, List<Measurement> measurements) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("routers", options.routers());
    root.put("intervalMillis", options.interval().toMillis());
    root.put("seconds", options.time().toSeconds());
    root.put("connections", options.connections());
    root.put("heapMegabytes", options.heapMegabytes());
    root.put("liveMegabytes", options.liveMegabytes());
    root.put("churnMegabytesPerSecond", options.churnMegabytes());
    ArrayNode array = root.putArray("contenders");
    measurements.forEach(measured -> array.add(json(measured)));
    return root.toPrettyString() + "\n";
  }

  private static JsonNode json(Measurement measured) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", measured.contender());
    json.put("advertisementsExpected", measured.wire().expected());
    json.put("advertisementsSeen", measured.wire().seen());
    json.put("longestGapMicros", measured.wire().longestGapNanos() / 1000);
    json.put("missed", measured.wire().missed());
    json.put("transitions", measured.transitions());
    json.put("advertisementsOfBackups", measured.wire().othersSeen());
    json.put("requestsPerSecond", measured.load().requestsPerSecond());
    json.put("requestP99", measured.load().p99());
    json.put("failedRequests", measured.load().failed());
    json.put("coreUsed", measured.coreUsed());
    json.put("loadAverage", measured.loadAverage());
    ObjectNode own = json.putObject("own");
    measured.own().forEach(own::put);
    return json;
  }
}
