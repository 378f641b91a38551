package io.mainstay.benchmarks.compare;

import io.mainstay.benchmarks.compare.load.LoadGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs proxies side by side and prints what they cost. Must itself be pinned to a core that is not
 * the proxies'; {@code benchmarks/compare} does that.
 */
public final class Compare {
  private static final int USAGE = 2;
  private static final int OPEN_FILES = 11_000;

  private Compare() {}

  /** Exit status: 0 when all was measured, 1 when something failed, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    CompareOptions options;
    try {
      options = CompareOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("compare: " + e.getMessage());
      return USAGE;
    }
    if (options.help()) {
      System.out.print(CompareOptions.HELP);
      return 0;
    }
    try {
      requireTools(options);
      compare(options);
      return 0;
    } catch (IOException | UncheckedIOException e) {
      System.err.println("compare: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      return 1;
    }
  }

  private static void requireTools(CompareOptions options) throws IOException {
    if (Commands.find("taskset").isEmpty()) {
      throw new IOException("taskset is missing: apt-get install util-linux");
    }
    if (options.scenarios().contains(Scenario.IDLE_10K)) {
      int limit = OpenFiles.limit(Files.readString(Path.of("/proc/self/limits")));
      if (limit < OPEN_FILES) {
        throw new IOException(
            "idle-10k needs "
                + OPEN_FILES
                + " open files and "
                + limit
                + " are allowed: raise it with ulimit -n");
      }
    }
  }

  private static void compare(CompareOptions options) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("mainstay-compare");
    Running running = new Running();
    Thread cleanUp =
        new Thread(
            () -> {
              running.endAll();
              delete(directory);
            });
    Runtime.getRuntime().addShutdownHook(cleanUp);
    try (LoadGenerator generator = LoadGenerator.start();
        Neighbour neighbour = options.neighbour() ? Neighbour.start() : Neighbour.NOBODY) {
      Contest contest = new Contest(options, generator, directory, running);
      for (Scenario scenario : options.scenarios()) {
        Optional<ScenarioResult> result = contest.run(scenario);
        neighbour.requireThere();
        result.ifPresent(
            one ->
                System.out.print(
                    options.json()
                        ? JsonReport.line(one) + System.lineSeparator()
                        : TableReport.table(one)));
        System.out.flush();
      }
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("compare: " + directory + " could not be removed: " + e.getMessage());
    }
  }
}
