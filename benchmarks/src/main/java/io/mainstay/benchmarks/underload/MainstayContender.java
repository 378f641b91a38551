package io.mainstay.benchmarks.underload;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Mainstay node as its launcher starts it, with a small heap that another thread churns. */
final class MainstayContender implements Contender {
  private static final Pattern SAFEPOINT =
      Pattern.compile("Safepoint \"(\\w+)\".*Total: *(\\d+) ns");

  private @Nullable Path pauses;

  @Override
  public String name() {
    return "Mainstay";
  }

  @Override
  public List<Command> start(Stand stand) {
    Path file = stand.write("a.conf", Configurations.mainstayMaster(stand.options()));
    Path log = stand.directory().resolve("pauses.log");
    pauses = log;
    Command node =
        stand.keep(
            Command.start(
                stand.directory(),
                "node-a",
                Cores.measured(
                    stand.onA(
                        stand.home().resolve("bin/mainstay").toString(),
                        "run",
                        "-c",
                        file.toString())),
                Map.of("JAVA_OPTS", javaOpts(stand, log))));
    Stand.await(
        "node A to be master",
        () -> {
          if (!node.isAlive()) {
            throw new BenchException("node A ended: " + node.printed().strip());
          }
          return Status.of(Configurations.A_ADDRESS).map(Status::allMaster).orElse(false);
        });
    return List.of(node);
  }

  private static String javaOpts(Stand stand, Path log) {
    Options options = stand.options();
    StringBuilder words = new StringBuilder("-Xmx" + options.heapMegabytes() + "m");
    words.append(" -Xlog:safepoint:file=").append(log).append(":uptime");
    if (options.churnMegabytes() > 0) {
      Path agent = AgentJar.write(stand.directory().resolve("churn.jar"), HeapChurn.class);
      words.append(" -javaagent:").append(agent).append('=').append(options.liveMegabytes());
      words.append(',').append(options.churnMegabytes());
    }
    return words + " " + options.javaOpts();
  }

  @Override
  public Map<String, String> own() {
    Map<String, String> own = new LinkedHashMap<>();
    JsonNode vrrp =
        Status.of(Configurations.A_ADDRESS)
            .orElseThrow(() -> new BenchException("node A does not tell its status"))
            .vrrp();
    put(own, "duty cycle", vrrp.path("dutyCycleMicros"));
    put(own, "timer lateness", vrrp.path("advertisementLatenessMicros"));
    own.put("longest pause of the JVM", longestPause());
    return own;
  }

  private static void put(Map<String, String> own, String what, JsonNode micros) {
    for (String quantile : new String[] {"p50", "p99", "p999", "max"}) {
      String name = quantile.equals("p999") ? "p99.9" : quantile;
      own.put(what + " " + name, millis(micros.path(quantile).asLong() * 1000));
    }
  }

  private String longestPause() {
    long longest = 0;
    String why = "";
    int count = 0;
    if (pauses == null) {
      return "not started";
    }
    try {
      for (String line : Files.readAllLines(pauses)) {
        Matcher matcher = SAFEPOINT.matcher(line);
        if (matcher.find()) {
          count++;
          long nanos = Long.parseLong(matcher.group(2));
          if (nanos > longest) {
            longest = nanos;
            why = matcher.group(1);
          }
        }
      }
    } catch (IOException e) {
      throw new BenchException("cannot read the JVM's log: " + e, e);
    }
    return millis(longest) + " (" + why + ", of " + count + ")";
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
  }
}
