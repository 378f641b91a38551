package io.mainstay.benchmarks.chaos;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * What a client saw of a request.
 *
 * @param ask the request
 * @param end how it ended
 * @param status the answer's; 0 without one
 * @param detail more for a reader
 * @param sentWhole all of the request was sent
 * @param sentHead all of its head was
 * @param fromNanos when it began
 * @param toNanos when it ended
 */
record Outcome(
    Ask ask,
    End end,
    int status,
    String detail,
    boolean sentHead,
    boolean sentWhole,
    long fromNanos,
    long toNanos) {
  /** How a request ends. */
  enum End {
    /** A server's whole answer came, byte for byte. */
    ANSWERED,
    /** The proxy answered itself. */
    REFUSED,
    /** The connection ended in the middle of the answer, and said so. */
    CUT,
    /** The connection ended before the answer. */
    CLOSED,
    /** A stream ended early as if that were its end. */
    ENDED,
    /** The client left. */
    LEFT,
    /** It was sent behind one with which the connection ended. */
    BEHIND,
    /** Nothing came for much longer than anything may take. */
    SILENT,
    /** What came was not the answer. */
    WRONG
  }

  @Override
  public String toString() {
    return ask.method()
        + " "
        + ask.target()
        + " at "
        + ask.place().label()
        + ": "
        + end
        + (status > 0 ? " " + status : "")
        + (detail.isEmpty() ? "" : " (" + detail + ")")
        + " after "
        + (toNanos - fromNanos) / 1_000_000
        + " ms, from "
        + LocalTime.now(ZoneId.systemDefault())
            .minusNanos(System.nanoTime() - fromNanos)
            .truncatedTo(ChronoUnit.MILLIS);
  }
}
