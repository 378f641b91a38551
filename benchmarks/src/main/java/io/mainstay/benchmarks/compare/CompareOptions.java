package io.mainstay.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the command line says.
 *
 * @param scenarios in the order in which they run
 * @param peers in the order in which they take turns
 * @param rounds how often each peer is measured
 * @param seconds how long
 * @param warmUpSeconds how long each JVM is under load before it is measured
 * @param json one line of JSON per scenario instead of a table
 * @param neighbour whether somebody else has part of the proxies' core
 * @param jvmArguments further arguments for every JVM that is measured
 * @param help whether only help is wanted
 */
record CompareOptions(
    List<Scenario> scenarios,
    List<Peer> peers,
    int rounds,
    int seconds,
    int warmUpSeconds,
    boolean json,
    boolean neighbour,
    List<String> jvmArguments,
    boolean help) {
  static final String HELP =
      String.format(
          Locale.ROOT,
          """
          Mainstay beside other proxies: one core for the proxy, one for the load.

            benchmarks/compare [--scenario a,b] [--peers a,b] [--rounds N] [--seconds N] [--json]

            --scenario a,b    which loads; all of them by default:
                              %s
            --peers a,b       which proxies; %s by default, of
                              %s
            --rounds N        how often each is measured, in turn; 3 by default
            --seconds N       how long each time; 10 by default
            --warm-up N       seconds of load that a JVM gets before its first round; 20 by default
            --neighbour       another program takes a good quarter of the proxies' core, so that the
                              proxy is the bottleneck and not the load
            --jvm "ARGS"      further arguments for every JVM that is measured
            --json            one line of JSON per scenario on standard output instead of a table
            --help            this

          A peer that is not installed, or cannot do a scenario, is named and left out.
          A wrong answer fails the run, except in churn, where errors are what is counted.
          """,
          Scenario.labels(),
          labels(Peer.usual()),
          Peer.labels());

  private static final int MOST_ROUNDS = 100;
  private static final int MOST_SECONDS = 3600;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static CompareOptions parse(String... arguments) {
    List<Scenario> scenarios = List.of(Scenario.values());
    List<Peer> peers = Peer.usual();
    int rounds = 3;
    int seconds = 10;
    int warmUpSeconds = 20;
    boolean json = false;
    boolean neighbour = false;
    boolean help = false;
    List<String> jvm = List.of();
    Words words = new Words(arguments);
    while (words.more()) {
      String option = words.option();
      switch (option) {
        case "--scenario" ->
            scenarios = names(option, words.value(), Scenario::of, Scenario.labels());
        case "--peers" -> peers = names(option, words.value(), Peer::of, Peer.labels());
        case "--rounds" -> rounds = number(option, words.value(), 1, MOST_ROUNDS);
        case "--seconds" -> seconds = number(option, words.value(), 1, MOST_SECONDS);
        case "--warm-up" -> warmUpSeconds = number(option, words.value(), 0, MOST_SECONDS);
        case "--jvm" -> jvm = Arrays.asList(words.value().strip().split("\\s+"));
        case "--json" -> json = true;
        case "--neighbour" -> neighbour = true;
        case "--help", "-h" -> help = true;
        default -> throw new IllegalArgumentException("there is no " + option + "; see --help");
      }
    }
    return new CompareOptions(
        scenarios, peers, rounds, seconds, warmUpSeconds, json, neighbour, List.copyOf(jvm), help);
  }

  private static <T> List<T> names(
      String option, String value, Function<String, Optional<T>> byName, String all) {
    List<T> found = new ArrayList<>();
    for (String name : value.split(",", -1)) {
      T one =
          byName
              .apply(name.strip())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          option + ": there is no \"" + name + "\"; there are " + all));
      if (!found.contains(one)) {
        found.add(one);
      }
    }
    return List.copyOf(found);
  }

  private static int number(String option, String value, int least, int most) {
    if (!value.matches("\\d{1,6}")
        || Integer.parseInt(value) < least
        || Integer.parseInt(value) > most) {
      throw new IllegalArgumentException(
          option + ": \"" + value + "\" is no number from " + least + " to " + most);
    }
    return Integer.parseInt(value);
  }

  private static String labels(List<Peer> peers) {
    return String.join(",", peers.stream().map(Peer::label).toList());
  }

  /** Options and their values, written "--option value" or "--option=value". */
  private static final class Words {
    private final String[] words;
    private int next;
    private String attached = "";
    private String option = "";

    Words(String... words) {
      this.words = words;
    }

    boolean more() {
      return next < words.length;
    }

    String option() {
      String word = words[next++];
      int equals = word.indexOf('=');
      option = equals < 0 ? word : word.substring(0, equals);
      attached = equals < 0 ? "" : word.substring(equals + 1);
      return option;
    }

    String value() {
      if (!attached.isEmpty()) {
        return attached;
      }
      if (!more()) {
        throw new IllegalArgumentException(option + " needs a value; see --help");
      }
      return words[next++];
    }
  }
}
