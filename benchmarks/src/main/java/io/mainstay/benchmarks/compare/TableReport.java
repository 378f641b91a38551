package io.mainstay.benchmarks.compare;

import java.util.Locale;
import java.util.Map;

/** One scenario as a table for people. */
final class TableReport {
  private static final double GENERATOR_FULL = 0.95;

  private TableReport() {}

  static String table(ScenarioResult result) {
    StringBuilder table = new StringBuilder();
    row(
        table,
        "%n%-18s",
        "%10s %9s %9s %9s %9s %8s %8s  %s%n",
        result.scenario().label(),
        "req/s",
        "p50 us",
        "p99 us",
        "p99.9 us",
        "CPU us",
        "RSS MB",
        "load us",
        (result.ours() == null ? "" : result.ours().label() + " / it: CPU, req/s, p99"));
    Map<Peer, Ratio> ratios = result.ratios();
    result
        .medians()
        .forEach(
            (peer, sample) -> {
              row(
                  table,
                  "%-18s",
                  "%10.0f %9.1f %9.1f %9.1f %9.2f %8.1f %8.2f  ",
                  peer.label(),
                  sample.requestsPerSecond(),
                  sample.p50Micros(),
                  sample.p99Micros(),
                  sample.p999Micros(),
                  sample.cpuMicrosPerRequest(),
                  sample.residentBytes() / 1e6,
                  sample.generatorCpuMicrosPerRequest());
              Ratio ratio = ratios.get(peer);
              if (ratio != null) {
                table.append(
                    String.format(
                        Locale.ROOT,
                        "%.2f  %.2f  %.2f",
                        ratio.cpu(),
                        ratio.requestsPerSecond(),
                        ratio.p99()));
              }
              table.append(remark(result.scenario(), sample)).append(System.lineSeparator());
            });
    return table.toString();
  }

  private static String remark(Scenario scenario, Sample sample) {
    return switch (scenario) {
      case IDLE_10K ->
          String.format(
              Locale.ROOT, "  %.0f bytes per idle connection", sample.bytesPerIdleConnection());
      case CHURN -> String.format(Locale.ROOT, "  %.0f errors", sample.errors());
      case HALF_LOAD -> "";
      default -> sample.generatorBusy() > GENERATOR_FULL ? "  the load was the bottleneck" : "";
    };
  }

  private static void row(
      StringBuilder table, String nameFormat, String format, String name, Object... values) {
    table.append(String.format(Locale.ROOT, nameFormat, name));
    table.append(String.format(Locale.ROOT, format, values));
  }
}
