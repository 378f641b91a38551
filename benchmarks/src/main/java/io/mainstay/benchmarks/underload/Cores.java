package io.mainstay.benchmarks.underload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One core for what is measured, and all others for what measures it. */
final class Cores {
  private static final String BEFORE_STRANGERS =
      "{ echo -15 >/proc/self/autogroup; } 2>/dev/null || :; exec \"$@\"";

  private static final String OTHERS = "1-" + last();

  private Cores() {}

  /** Not what the JVM counts, for this process is kept off the measured core itself. */
  private static long last() {
    return lines("/proc/stat").stream().filter(line -> line.matches("cpu\\d+ .*")).count() - 1;
  }

  /** A service of its own on the measured core. */
  static List<String> measured(String... words) {
    return service("0", words);
  }

  /** What watches and what loads, which the delays of strangers must not slow down either. */
  static List<String> beside(String... words) {
    return service(OTHERS, words);
  }

  /**
   * As a service manager would start it: the kernel shares a core between sessions first and then
   * within each, so that a niceness counts only against the same session. Sessions here outweigh
   * whatever else this machine happens to do, where the kernel allows it.
   */
  private static List<String> service(String cores, String... words) {
    List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", BEFORE_STRANGERS, "sh"));
    command.addAll(pinned(cores, words));
    return command;
  }

  private static List<String> pinned(String cores, String... words) {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", cores));
    command.addAll(List.of(words));
    return command;
  }

  /** The first of the kernel's load averages, of one minute. */
  static double loadAverage() {
    return Double.parseDouble(lines("/proc/loadavg").get(0).split(" ", 2)[0]);
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new BenchException("cannot read " + file + ": " + e, e);
    }
  }
}
