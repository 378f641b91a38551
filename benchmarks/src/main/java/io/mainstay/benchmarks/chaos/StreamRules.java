package io.mainstay.benchmarks.chaos;

import java.util.List;

/**
 * What may come of a stream, in TCP mode or behind an upgrade: either end's last word is passed on.
 */
final class StreamRules {
  private final Explanations explanations;

  StreamRules(Explanations explanations) {
    this.explanations = explanations;
  }

  String wrong(Outcome outcome, List<Arrival> arrivals) {
    boolean away = explanations.anyAway(outcome);
    boolean died = away || arrivals.stream().anyMatch(arrival -> arrival.killed);
    boolean reset = arrivals.stream().anyMatch(arrival -> arrival.fate.resets());
    boolean closed =
        arrivals.stream().anyMatch(arrival -> !arrival.fate.serves() && !arrival.fate.resets());
    return switch (outcome.end()) {
      case ANSWERED -> arrivals.isEmpty() ? "answered by nobody" : "";
      case LEFT -> left(arrivals);
      case CUT -> died || reset || explanations.stood(outcome) ? "" : "reset by nobody";
      case ENDED, CLOSED -> ended(outcome, arrivals, died || closed);
      case REFUSED -> refused(outcome, arrivals, died || reset || closed);
      case SILENT -> "no answer at all";
      case BEHIND, WRONG -> "a wrong answer";
    };
  }

  /** The client reset its connection before it had sent its last word. */
  private static String left(List<Arrival> arrivals) {
    return arrivals.stream().anyMatch(arrival -> arrival.cleanEnd)
        ? "a client's reset became a last word"
        : "";
  }

  private String ended(Outcome outcome, List<Arrival> arrivals, boolean explained) {
    boolean waited = outcome.toNanos() - outcome.fromNanos() >= NodeFile.QUEUE_NANOS;
    // For room at a server, or for a connection.
    boolean queued = outcome.ask().place().tcp() && waited;
    if (explained || (arrivals.isEmpty() && queued) || explanations.stood(outcome)) {
      return "";
    }
    return arrivals.stream().anyMatch(arrival -> arrival.fate.resets())
        ? "a server's reset became a last word"
        : "ended by nobody";
  }

  private String refused(Outcome outcome, List<Arrival> arrivals, boolean explained) {
    boolean allowed =
        switch (outcome.status()) {
          case 502 -> explained;
          case 503 -> explanations.mayBeUnavailable(outcome, arrivals);
          default -> explanations.stood(outcome);
        };
    return allowed ? "" : "refused though a server was there";
  }
}
