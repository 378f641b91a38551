package io.mainstay.benchmarks.chaos;

/**
 * What the command line says.
 *
 * @param seconds how long the load lasts
 * @param seed from which everything random follows
 * @param transport the node's
 * @param eventLoops the node's
 * @param clients clients at a time
 * @param json whether the report is one line of JSON
 * @param help whether only help is wanted
 */
record ChaosOptions(
    int seconds,
    long seed,
    String transport,
    int eventLoops,
    int clients,
    boolean json,
    boolean help) {
  static final String HELP =
      """
      A whole node under mixed load while servers and clients die at random.

        benchmarks/chaos [--seconds N] [--seed N] [--transport T] [--json]

        --seconds N       how long; 600 by default
        --seed N          the same requests, faults and deaths again, as far as threads allow
        --transport T     the node's: auto (default), epoll, io-uring or nio
        --event-loops N   the node's; 3 by default
        --clients N       at a time; 48 by default
        --json            one line of JSON instead of a table
        --help            this

      Exit status: 0 when every rule of docs/serving.md was kept and nothing leaked, 1 when not,
      with a list of what was broken; 2 for a wrong command line.
      """;

  /**
   * Reads the command line.
   *
   * @param otherwise the seed when none is given
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static ChaosOptions parse(long otherwise, String... words) {
    ChaosOptions options = new ChaosOptions(600, otherwise, "auto", 3, 48, false, false);
    for (int i = 0; i < words.length; i++) {
      String option = words[i];
      boolean flag = option.equals("--json") || option.equals("--help");
      if (!flag && ++i == words.length) {
        throw new IllegalArgumentException(option + " needs a value, or is unknown; see --help");
      }
      options = options.with(option, words[i]);
    }
    return options;
  }

  private ChaosOptions with(String option, String value) {
    return switch (option) {
      case "--seconds" ->
          new ChaosOptions(
              (int) number(option, value, 1, 86_400),
              seed,
              transport,
              eventLoops,
              clients,
              json,
              help);
      case "--seed" ->
          new ChaosOptions(
              seconds,
              number(option, value, Long.MIN_VALUE, Long.MAX_VALUE),
              transport,
              eventLoops,
              clients,
              json,
              help);
      case "--transport" ->
          new ChaosOptions(seconds, seed, transport(value), eventLoops, clients, json, help);
      case "--event-loops" ->
          new ChaosOptions(
              seconds, seed, transport, (int) number(option, value, 1, 64), clients, json, help);
      case "--clients" ->
          new ChaosOptions(
              seconds,
              seed,
              transport,
              eventLoops,
              (int) number(option, value, 1, 500),
              json,
              help);
      case "--json" -> new ChaosOptions(seconds, seed, transport, eventLoops, clients, true, help);
      case "--help" -> new ChaosOptions(seconds, seed, transport, eventLoops, clients, json, true);
      default -> throw new IllegalArgumentException("there is no " + option + "; see --help");
    };
  }

  private static String transport(String value) {
    if (!value.matches("auto|epoll|io-uring|nio")) {
      throw new IllegalArgumentException(
          "--transport: \"" + value + "\" is none of auto, epoll, io-uring, nio");
    }
    return value;
  }

  private static long number(String option, String value, long least, long most) {
    if (value.matches("-?\\d{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        option + ": \"" + value + "\" is no number from " + least + " to " + most);
  }
}
