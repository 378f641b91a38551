package io.mainstay.benchmarks.underload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts one contender on a stand of its own, loads it, and measures. */
final class Run {
  private static final Pattern REQUESTS = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Pattern P99 = Pattern.compile(" 99% +(\\S+)");
  private static final Pattern ERRORS =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
  private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Duration SETTLING = Duration.ofSeconds(3);

  /** What a node measures of itself reaches back this much further than a minute. */
  private static final Duration CALM = Duration.ofSeconds(12);

  private Run() {}

  static Measurement of(Contender contender, Path home, Path base, Options options) {
    Path directory = directory(base, contender.getClass().getSimpleName());
    Path file = directory.resolve("vrrp.pcap");
    try (Stand stand = new Stand(home, directory, options)) {
      stand.startWeb();
      List<Command> measured = contender.start(stand);
      stand.startBackups();
      Command capture = stand.startCapture(file);
      Stand.settle(CALM);
      long promotions = promotions(stand);
      double loadBefore = Cores.loadAverage();
      Duration usedBefore = processorTime(measured);
      long fromNanos = epochNanos();
      Measurement.Load load = load(stand);
      long toNanos = epochNanos();
      double used = (double) processorTime(measured).minus(usedBefore).toNanos();
      String loadAverage =
          String.format(Locale.ROOT, "%.2f to %.2f", loadBefore, Cores.loadAverage());
      Map<String, String> own = contender.own();
      long transitions = promotions(stand) - promotions;
      // tcpdump takes what the kernel captured a second later, and forgets it when it ends first.
      Stand.settle(SETTLING);
      capture.close();
      return new Measurement(
          contender.name(),
          WireReport.of(
              Capture.read(file), Configurations.A_LAST_BYTE, options, fromNanos, toNanos),
          transitions,
          load,
          used / (toNanos - fromNanos),
          loadAverage,
          own);
    }
  }

  private static Path directory(Path base, String name) {
    try {
      return Files.createDirectories(base.resolve(name));
    } catch (IOException e) {
      throw new BenchException("cannot make " + base.resolve(name) + ": " + e, e);
    }
  }

  private static Duration processorTime(List<Command> commands) {
    return commands.stream().map(Command::processorTime).reduce(Duration.ZERO, Duration::plus);
  }

  private static long promotions(Stand stand) {
    return stand
        .backups()
        .orElseThrow(() -> new BenchException("node B does not tell its status"))
        .promotions();
  }

  /** The capture's clock. */
  private static long epochNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private static Measurement.Load load(Stand stand) {
    Options options = stand.options();
    if (options.connections() == 0) {
      Stand.settle(options.time());
      return new Measurement.Load(0, "-", 0);
    }
    List<String> words =
        Cores.beside(
            "wrk",
            "--latency",
            "-t",
            "1",
            "-c",
            Integer.toString(options.connections()),
            "-d",
            options.time().toSeconds() + "s",
            "http://" + Configurations.A_ADDRESS + ":" + Configurations.PROXY_PORT + "/");
    try (Command wrk = Command.start(stand.directory(), "wrk", words)) {
      String report = wrk.output(options.time().plusSeconds(30));
      return new Measurement.Load(
          Double.parseDouble(find(REQUESTS, report, "0")),
          find(P99, report, "-"),
          errors(report) + Long.parseLong(find(REFUSED, report, "0")));
    }
  }

  private static long errors(String report) {
    Matcher matcher = ERRORS.matcher(report);
    long errors = 0;
    for (int i = 1; matcher.find(0) && i <= matcher.groupCount(); i++) {
      errors += Long.parseLong(matcher.group(i));
    }
    return errors;
  }

  private static String find(Pattern pattern, String text, String otherwise) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}
