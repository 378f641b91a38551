package io.mainstay.benchmarks.chaos;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The server's end of a stream, in TCP mode or behind an upgrade. The client sends its content and
 * says its last word; the server says the same back, piece by piece.
 */
final class StreamServing {
  private StreamServing() {}

  /** Returns whether the server ends it with a reset. */
  static boolean of(Ask ask, Arrival arrival, WireReader in, OutputStream out) throws IOException {
    if (arrival.fate == Fate.CLOSE_SILENT || arrival.fate == Fate.RESET_SILENT) {
      return arrival.fate.resets();
    }
    Content content = new Content(ask.id());
    boolean breaksOff = arrival.fate == Fate.RESET_IN_BODY || arrival.fate == Fate.CLOSE_IN_BODY;
    long most = breaksOff ? Math.floorMod(ask.id(), ask.bodyBytes() + 1L) : Long.MAX_VALUE;
    arrival.begin();
    try {
      in.body(
          Framing.UNTIL_CLOSE,
          0,
          (bytes, from, to) -> {
            if (!content.goesOnWith(bytes, from, to)) {
              arrival.wrong = "a stream that is not its own, before byte " + content.position();
            }
            arrival.received = content.position();
            if (content.position() > most) {
              throw new BrokenOffException();
            }
            out.write(bytes, from, to - from);
            out.flush();
          });
    } catch (BrokenOffException e) {
      return arrival.fate.resets();
    }
    arrival.cleanEnd = true;
    arrival.whole = true;
    return false;
  }

  /** The server ends it here. */
  private static final class BrokenOffException extends IOException {
    private static final long serialVersionUID = 1;
  }
}
