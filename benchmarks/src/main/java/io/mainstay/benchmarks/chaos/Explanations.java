package io.mainstay.benchmarks.chaos;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What may come of a request by what its servers did, or by their absence. */
final class Explanations {
  /** Half of the node's server timeout: a server that took so long may have been late. */
  private static final long LATE_NANOS = NodeFile.SERVER_NANOS / 2;

  /** Health checks know of a return so much later at most, on a busy machine. */
  private static final long CHECK_SLACK_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Two pauses of the node: with a kept connection that was closed just then there are no more. */
  private static final long STUBBORN_NANOS = NodeFile.PAUSE_NANOS * 7 / 4;

  private final Journal journal;
  private final List<ChaosServer> servers;

  Explanations(Journal journal, List<ChaosServer> servers) {
    this.journal = journal;
    this.servers = servers;
  }

  /** Whether the machine stood still, so that times say nothing. */
  boolean stood(Outcome outcome) {
    return journal.stood(outcome.fromNanos(), outcome.toNanos());
  }

  private List<ChaosServer> of(Place place) {
    return servers.stream().filter(server -> server.place() == place).toList();
  }

  private boolean away(ChaosServer server, Outcome outcome, long slackNanos) {
    return journal.wasAway(server.name(), outcome.fromNanos() - slackNanos, outcome.toNanos());
  }

  /** When its servers were away, for a reader; in milliseconds from its beginning. */
  List<String> absences(Outcome outcome) {
    long zero = outcome.fromNanos();
    return of(outcome.ask().place()).stream()
        .flatMap(
            server ->
                journal
                    .absences(server.name(), zero - CHECK_SLACK_NANOS, outcome.toNanos(), zero)
                    .stream())
        .toList();
  }

  /** Whether any of its servers was away meanwhile. */
  boolean anyAway(Outcome outcome) {
    return of(outcome.ask().place()).stream()
        .anyMatch(server -> away(server, outcome, SLACK_NANOS));
  }

  /** Whether all of its servers were, each at some moment. */
  boolean allAway(Outcome outcome) {
    long slack = outcome.ask().place().checked() ? CHECK_SLACK_NANOS : SLACK_NANOS;
    return of(outcome.ask().place()).stream().allMatch(server -> away(server, outcome, slack));
  }

  /** 503: no server, or none with room. */
  boolean mayBeUnavailable(Outcome outcome, List<Arrival> arrivals) {
    Place place = outcome.ask().place();
    if (place.maxConn() > 0) {
      return true;
    }
    boolean patient =
        place != Place.STUBBORN || outcome.toNanos() - outcome.fromNanos() >= STUBBORN_NANOS;
    return ((allAway(outcome) || exhausted(outcome, arrivals)) && patient) || stood(outcome);
  }

  /**
   * Whether servers that failed the request and servers that were away together took all tries, one
   * of which may have met a kept connection that was closed just then.
   */
  private boolean exhausted(Outcome outcome, List<Arrival> arrivals) {
    long away =
        of(outcome.ask().place()).stream()
            .filter(server -> away(server, outcome, SLACK_NANOS))
            .count();
    return away > 0 && arrivals.size() + away >= Place.RETRIES;
  }

  /** 504: a server that did not answer in time. */
  boolean mayBeLate(Outcome outcome, List<Arrival> arrivals) {
    return stood(outcome)
        || arrivals.stream()
            .anyMatch(
                arrival ->
                    arrival.fate == Fate.HANG
                        || (arrival.begun && arrival.begunNanos - arrival.atNanos > LATE_NANOS));
  }

  /** 502: a server that closed, or answered against the rules. */
  boolean mayFail(Outcome outcome, List<Arrival> arrivals) {
    if (anyAway(outcome)) {
      return true;
    }
    if (!outcome.ask().repeatable()) {
      // Nothing arrived: a kept connection was closed just then, and this must not be repeated.
      return arrivals.isEmpty() || arrivals.stream().anyMatch(Explanations::failed);
    }
    return arrivals.stream()
        .anyMatch(arrival -> failed(arrival) && (!arrival.reused || arrival.begun));
  }

  private static boolean failed(Arrival arrival) {
    return !arrival.fate.serves() || arrival.fate == Fate.EARLY || arrival.killed;
  }

  /** The end of the connection inside the answer. */
  boolean mayBeCut(Outcome outcome, List<Arrival> arrivals) {
    return anyAway(outcome)
        || arrivals.stream().anyMatch(arrival -> failed(arrival) && arrival.begun)
        || mayBeLate(outcome, arrivals);
  }
}
