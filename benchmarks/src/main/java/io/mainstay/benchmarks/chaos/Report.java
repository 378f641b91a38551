package io.mainstay.benchmarks.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** What a run found, for people or as one line of JSON. */
final class Report {
  private Report() {}

  static String json(ChaosOptions options, Tally tally, List<Reading> readings)
      throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("seed", options.seed());
    root.put("seconds", options.seconds());
    root.put("transport", options.transport());
    root.put("eventLoops", options.eventLoops());
    root.put("clients", options.clients());
    root.put("rounds", readings.size());
    ObjectNode counts = root.putObject("counts");
    tally.counts().forEach(counts::put);
    ObjectNode rest = root.putObject("atRest");
    for (Flatness.Line line : Flatness.of(readings)) {
      rest.putObject(line.name()).put("firstThird", line.first()).put("lastThird", line.last());
    }
    tally.broken().forEach(root.putArray("broken")::add);
    return mapper.writeValueAsString(root) + System.lineSeparator();
  }

  static String text(ChaosOptions options, Tally tally, List<Reading> readings) {
    StringBuilder text = new StringBuilder(2048);
    text.append(
        String.format(
            Locale.ROOT,
            "%d s, seed %d, transport %s, %d event loops, %d clients, %d rounds%n%n",
            options.seconds(),
            options.seed(),
            options.transport(),
            options.eventLoops(),
            options.clients(),
            readings.size()));
    tally
        .counts()
        .forEach((name, n) -> text.append(String.format(Locale.ROOT, "  %-16s %12d%n", name, n)));
    text.append(
        String.format(
            Locale.ROOT, "%n  %-16s %12s %12s%n", "at rest", "first third", "last third"));
    for (Flatness.Line line : Flatness.of(readings)) {
      text.append(
          String.format(
              Locale.ROOT, "  %-16s %12d %12d%n", line.name(), line.first(), line.last()));
    }
    text.append(System.lineSeparator());
    tally.broken().forEach(line -> text.append("BROKEN: ").append(line).append('\n'));
    return text.append(tally.isWhole() ? "every rule was kept\n" : "").toString();
  }
}
