package io.mainstay.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Plays rounds of chaos and reports; {@code benchmarks/chaos} starts it. */
public final class Chaos {
  private static final int USAGE = 2;
  private static final int LONGEST_ROUND_SECONDS = 20;
  private static final int SHORTEST_ROUND_SECONDS = 4;

  /** Rounds to aim at, so that thirds of them say something. */
  private static final int ROUNDS = 6;

  private Chaos() {}

  /**
   * Runs.
   *
   * @param words the directory of a distribution, then the options
   */
  public static void main(String[] words) {
    System.exit(run(words));
  }

  private static int run(String... words) {
    ChaosOptions options;
    try {
      String[] rest = java.util.Arrays.copyOfRange(words, 1, words.length);
      options = ChaosOptions.parse(System.nanoTime() % 1_000_000_000L, rest);
    } catch (IllegalArgumentException e) {
      System.err.println("chaos: " + e.getMessage());
      return USAGE;
    }
    if (options.help()) {
      System.out.print(ChaosOptions.HELP);
      return 0;
    }
    try {
      return play(options, Path.of(words[0]));
    } catch (IOException | UncheckedIOException e) {
      System.err.println("chaos: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      return 1;
    }
  }

  private static int play(ChaosOptions options, Path home)
      throws IOException, InterruptedException {
    System.err.println("chaos: seed " + options.seed());
    Path directory = Files.createTempDirectory("mainstay-chaos");
    Tally tally = new Tally();
    List<Reading> readings = new ArrayList<>();
    try (Stand stand = new Stand(options, home, directory)) {
      Thread cleanUp = new Thread(stand.node::close);
      Runtime.getRuntime().addShutdownHook(cleanUp);
      rounds(stand, options, tally, readings);
      finish(stand, tally);
      Flatness.complaints(readings).forEach(tally::broken);
    } finally {
      if (tally.isWhole()) {
        delete(directory);
      } else {
        System.err.println("chaos: what the node said is in " + directory.resolve("node.log"));
      }
    }
    System.out.print(
        options.json()
            ? Report.json(options, tally, readings)
            : Report.text(options, tally, readings));
    return tally.isWhole() ? 0 : 1;
  }

  private static void rounds(Stand stand, ChaosOptions options, Tally tally, List<Reading> readings)
      throws IOException, InterruptedException {
    stand.awaitRest().forEach(what -> tally.broken("did not start: " + what));
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
    int seconds =
        Math.max(
            Math.min(SHORTEST_ROUND_SECONDS, options.seconds()),
            Math.min(LONGEST_ROUND_SECONDS, options.seconds() / ROUNDS));
    for (int round = 1; round <= Flatness.FEWEST || System.nanoTime() - endNanos < 0; round++) {
      readings.add(new Round(stand, options, round, tally).play(seconds));
      System.err.println(
          "chaos: round " + round + " " + tally.counts() + " " + readings.get(round - 1));
    }
  }

  private static void finish(Stand stand, Tally tally) throws IOException, InterruptedException {
    // A buffer that was lost is told of when the next is taken behind a collection.
    stand.reading();
    stand.awaitRest();
    stand.awaitRest();
    if (!stand.node.stop()) {
      tally.broken("the node did not stop when asked");
    }
    LogLines.unexplained(stand.node.lines()).forEach(line -> tally.broken("log: " + line));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
