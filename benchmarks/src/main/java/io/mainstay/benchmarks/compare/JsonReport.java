package io.mainstay.benchmarks.compare;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.StringJoiner;

/** One scenario as one line of JSON. */
final class JsonReport {
  private JsonReport() {}

  static String line(ScenarioResult result) {
    StringJoiner peers = new StringJoiner(",", "{", "}");
    result
        .medians()
        .forEach((peer, sample) -> peers.add(quoted(peer) + sample(result.scenario(), sample)));
    StringJoiner ratios = new StringJoiner(",", "{", "}");
    result.ratios().forEach((peer, ratio) -> ratios.add(quoted(peer) + ratio(ratio)));
    return "{\"scenario\":\""
        + result.scenario().label()
        + "\",\"peers\":"
        + peers
        + ",\"ratios\":"
        + ratios
        + "}";
  }

  private static String quoted(Peer peer) {
    return "\"" + peer.label() + "\":";
  }

  private static String sample(Scenario scenario, Sample sample) {
    StringJoiner fields = new StringJoiner(",", "{", "}");
    fields.add(field("rps", sample.requestsPerSecond(), 1));
    fields.add(field("p50Micros", sample.p50Micros(), 1));
    fields.add(field("p99Micros", sample.p99Micros(), 1));
    fields.add(field("p999Micros", sample.p999Micros(), 1));
    fields.add(field("cpuMicrosPerRequest", sample.cpuMicrosPerRequest(), 2));
    fields.add(field("rssBytes", sample.residentBytes(), 0));
    if (scenario == Scenario.IDLE_10K) {
      fields.add(field("bytesPerIdleConnection", sample.bytesPerIdleConnection(), 0));
    }
    if (scenario == Scenario.CHURN) {
      fields.add(field("errors", sample.errors(), 0));
    }
    return fields.toString();
  }

  private static String ratio(Ratio ratio) {
    return new StringJoiner(",", "{", "}")
        .add(field("cpu", ratio.cpu(), 3))
        .add(field("rps", ratio.requestsPerSecond(), 3))
        .add(field("p99", ratio.p99(), 3))
        .toString();
  }

  /** JSON has no infinity and no NaN. */
  private static String field(String name, double value, int decimals) {
    String number =
        Double.isFinite(value)
            ? BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString()
            : "null";
    return "\"" + name + "\":" + number;
  }
}
