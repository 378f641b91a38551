package io.mainstay.benchmarks.underload;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What one run does.
 *
 * @param routers how many virtual routers, 1 to 255
 * @param interval their advertisement interval
 * @param time how long the load lasts
 * @param connections how many connections load the proxy; 0 for no load
 * @param heapMegabytes the heap of the node
 * @param liveMegabytes how much of the heap the churn keeps alive
 * @param churnMegabytes how much the churn allocates per second; 0 for no churn
 * @param javaOpts further options of the node's JVM
 * @param nodeSettings further HOCON for the node, inside {@code mainstay { }}
 * @param versus whether keepalived and HAProxy are measured too
 * @param json whether the report is JSON
 * @param keep where to leave logs and captures; empty for nowhere
 */
record Options(
    int routers,
    Duration interval,
    Duration time,
    int connections,
    int heapMegabytes,
    int liveMegabytes,
    int churnMegabytes,
    String javaOpts,
    String nodeSettings,
    boolean versus,
    boolean json,
    String keep) {

  static final String USAGE =
      """
      usage: benchmarks/vrrp-under-load [options]
        --versus keepalived   measure keepalived beside HAProxy too, on the same core
        --json                report as JSON
        --seconds N           how long the load lasts (60)
        --routers N           virtual routers (255)
        --interval-ms N       advertisement interval (100)
        --connections N       connections of the load (64); 0 for none
        --heap-mb N           heap of the node (128)
        --live-mb N           live data that the churn keeps in it (48)
        --churn-mb-s N        what the churn allocates each second (200); 0 for none
        --java-opts "..."     further options of the node's JVM
        --node "..."          further HOCON for the node
        --keep DIR            leave logs and captures there
      """;

  /**
   * Reads the command line.
   *
   * @throws BenchException when it is not understood
   */
  static Options parse(List<String> arguments) {
    Queue<String> rest = new ArrayDeque<>(arguments);
    int routers = 255;
    int intervalMillis = 100;
    int seconds = 60;
    int connections = 64;
    int heap = 128;
    int live = 48;
    int churn = 200;
    String javaOpts = "";
    String node = "";
    boolean versus = false;
    boolean json = false;
    String keep = "";
    while (!rest.isEmpty()) {
      String option = rest.remove();
      switch (option) {
        case "--json" -> json = true;
        case "--versus" -> versus = oneOf(option, rest.poll(), "keepalived");
        case "--seconds" -> seconds = number(option, rest.poll(), 1, 3600);
        case "--routers" -> routers = number(option, rest.poll(), 1, 255);
        case "--interval-ms" -> intervalMillis = number(option, rest.poll(), 10, 10_000);
        case "--connections" -> connections = number(option, rest.poll(), 0, 10_000);
        case "--heap-mb" -> heap = number(option, rest.poll(), 16, 65_536);
        case "--live-mb" -> live = number(option, rest.poll(), 0, 65_536);
        case "--churn-mb-s" -> churn = number(option, rest.poll(), 0, 10_000);
        case "--java-opts" -> javaOpts = text(option, rest.poll());
        case "--node" -> node = text(option, rest.poll());
        case "--keep" -> keep = text(option, rest.poll());
        default -> throw new BenchException("unknown option " + option + "\n" + USAGE);
      }
    }
    return new Options(
        routers,
        Duration.ofMillis(intervalMillis),
        Duration.ofSeconds(seconds),
        connections,
        heap,
        live,
        churn,
        javaOpts,
        node,
        versus,
        json,
        keep);
  }

  private static String text(String option, @Nullable String value) {
    if (value == null) {
      throw new BenchException(option + " needs a value\n" + USAGE);
    }
    return value;
  }

  private static boolean oneOf(String option, @Nullable String value, String only) {
    if (!text(option, value).equals(only)) {
      throw new BenchException(option + " knows only " + only);
    }
    return true;
  }

  private static int number(String option, @Nullable String value, int min, int max) {
    try {
      int number = Integer.parseInt(text(option, value));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as numbers out of range are.
    }
    throw new BenchException(option + " takes a number from " + min + " to " + max);
  }

  /** A gap longer than this on the wire is a missed advertisement. */
  long missedNanos() {
    return interval.toNanos() * 3 / 2;
  }
}
