package io.mainstay.benchmarks.chaos;

import java.util.List;
import java.util.Optional;

/**
 * Whether what a client saw of a request follows from what servers did with it, by the rules of
 * docs/serving.md. It is asked when all connections of either side are closed. Pure but for the
 * journal, which nobody writes any more.
 */
final class Judge {
  private final Journal journal;
  private final Explanations explanations;

  Judge(Journal journal, List<ChaosServer> servers) {
    this.journal = journal;
    this.explanations = new Explanations(journal, servers);
  }

  /** What is wrong, in one line. */
  Optional<String> complaint(Outcome outcome) {
    List<Arrival> arrivals = journal.arrivals(outcome.ask().id());
    String wrong = wrong(outcome, arrivals);
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            wrong
                + ": "
                + outcome
                + ", servers saw "
                + arrivals
                + ", were away "
                + explanations.absences(outcome));
  }

  private String wrong(Outcome outcome, List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      if (arrival.wrong != null) {
        return "a server got " + arrival.wrong;
      }
      if (arrival.requestWhole && !outcome.sentWhole() && outcome.ask().body() != Framing.NONE) {
        return "a body that was not sent whole looked whole";
      }
    }
    if (!outcome.sentHead() && !arrivals.isEmpty()) {
      return "half a head went to a server";
    }
    String repeated = repetition(outcome.ask(), arrivals);
    if (!repeated.isEmpty()) {
      return repeated;
    }
    return outcome.ask().stream()
        ? new StreamRules(explanations).wrong(outcome, arrivals)
        : of(outcome, arrivals);
  }

  private static String repetition(Ask ask, List<Arrival> arrivals) {
    if (arrivals.size() > 1 && !ask.repeatable()) {
      return "sent twice though it must not be";
    }
    if (arrivals.size() > 1 + Place.RETRIES) {
      return "sent more often than retries allows";
    }
    // When a server dies, what it had read before may be noted behind what came of it.
    List<Arrival> sure = arrivals.stream().filter(arrival -> !arrival.killed).toList();
    for (Arrival earlier : sure.subList(0, Math.max(0, sure.size() - 1))) {
      boolean heard = earlier.whole || (earlier.begun && !earlier.fate.resets());
      boolean named = earlier.fate != Fate.HANG && earlier.fate != Fate.JUNK;
      boolean junk = earlier.fate == Fate.JUNK && ask.place().retriesAll();
      if (heard && !junk) {
        return "repeated though the answer had begun";
      }
      if (!named && !ask.place().retriesAll()) {
        return "repeated after what retry-on does not name";
      }
    }
    return "";
  }

  private String of(Outcome outcome, List<Arrival> arrivals) {
    return switch (outcome.end()) {
      case ANSWERED -> answered(arrivals);
      case REFUSED -> refused(outcome, arrivals);
      case CUT ->
          explanations.mayBeCut(outcome, arrivals) ? "" : "cut though its server answered it whole";
      case CLOSED -> closed(outcome, arrivals);
      case LEFT -> "";
      case BEHIND -> arrivals.isEmpty() ? "" : "went to a server behind the connection's end";
      case SILENT -> "no answer at all";
      case ENDED, WRONG -> "a wrong answer";
    };
  }

  private static String answered(List<Arrival> arrivals) {
    if (arrivals.stream().noneMatch(arrival -> arrival.begun)) {
      return "answered by nobody";
    }
    boolean early = arrivals.stream().anyMatch(arrival -> arrival.fate == Fate.EARLY);
    return early || arrivals.stream().anyMatch(arrival -> arrival.requestWhole)
        ? ""
        : "answered before all of it was there";
  }

  String refused(Outcome outcome, List<Arrival> arrivals) {
    return switch (outcome.status()) {
      case 400 ->
          outcome.sentHead() && !outcome.sentWhole() ? "" : "refused though it keeps all rules";
      case 408 -> outcome.sentHead() ? late(outcome, "called late though it was sent") : "";
      case 502 -> badGateway(outcome, arrivals);
      case 503 ->
          explanations.mayBeUnavailable(outcome, arrivals) ? "" : "no server though there was one";
      case 504 ->
          explanations.mayBeLate(outcome, arrivals)
              ? early(outcome, arrivals)
              : late(outcome, "called late though no server was");
      default -> "a status that nobody has a reason for";
    };
  }

  private String late(Outcome outcome, String complaint) {
    return explanations.stood(outcome) ? "" : complaint;
  }

  private String badGateway(Outcome outcome, List<Arrival> arrivals) {
    if (!explanations.mayFail(outcome, arrivals)) {
      return outcome.ask().repeatable()
          ? "lost though it was to be repeated"
          : "failed though its server did not";
    }
    return early(outcome, arrivals);
  }

  /**
   * Where every failure is to be followed by another try, there must have been as many as may be.
   */
  private String early(Outcome outcome, List<Arrival> arrivals) {
    Ask ask = outcome.ask();
    boolean silentOnly =
        arrivals.stream()
            .allMatch(arrival -> arrival.fate.saysNothing() || arrival.fate == Fate.JUNK);
    return ask.repeatable()
            && ask.place().retriesAll()
            && silentOnly
            && arrivals.size() < Place.RETRIES
            && !explanations.anyAway(outcome)
        ? "given up before all tries"
        : "";
  }

  private String closed(Outcome outcome, List<Arrival> arrivals) {
    boolean own = !outcome.sentHead() || !outcome.sentWhole();
    if (own || (explanations.mayBeCut(outcome, arrivals) && begun(arrivals))) {
      return "";
    }
    return "closed without an answer";
  }

  /** A reset takes with it what was written before it and not read yet. */
  private static boolean begun(List<Arrival> arrivals) {
    return arrivals.stream().anyMatch(arrival -> arrival.begun);
  }
}
