package io.mainstay.benchmarks.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What servers write, and how chunks are written by either side. */
final class Answers {
  static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
  static final byte[] JUNK = ascii("HTTP/1.1 2OO Fine\r\nContent Length: 3\r\n\r\nabc");

  private static final byte[] EARLY_HINTS = ascii("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
  private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
  private static final byte[] CRLF = ascii("\r\n");

  /** Pieces of a body, so that reads and writes meet its middle. */
  private static final int PIECE = 12_345;

  /** Long enough, mostly, that the proxy reads what was written. */
  private static final long READ_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private Answers() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] switching(Head request) {
    return ascii(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chaos\r\nX-Id: "
            + request.field("x-id")
            + "\r\n\r\n");
  }

  private static byte[] head(Ask ask) {
    String framing =
        switch (ask.framing()) {
          case LENGTH -> "Content-Length: " + ask.answerBytes() + "\r\n";
          case CHUNKED -> "Transfer-Encoding: chunked\r\n";
          case UNTIL_CLOSE, NONE -> "";
        };
    String status = ask.framing() == Framing.NONE ? "204 No Content" : "200 OK";
    String close =
        ask.framing() == Framing.UNTIL_CLOSE || ask.fate() == Fate.EARLY
            ? "Connection: close\r\n"
            : "";
    return ascii(
        "HTTP/1.1 " + status + "\r\nX-Id: " + ask.id() + "\r\n" + close + framing + "\r\n");
  }

  /** All of it. */
  static void whole(Ask ask, Head request, OutputStream out) throws IOException {
    if (ask.extra() && request.field("expect").isEmpty()) {
      out.write(EARLY_HINTS);
    }
    out.write(head(ask));
    if (!request.first().startsWith("HEAD ")) {
      body(ask, ask.answerBytes(), out);
      if (ask.framing() == Framing.CHUNKED) {
        out.write(LAST_CHUNK);
      }
    }
    out.flush();
  }

  /** As much of it as the fate wants. */
  static void part(Ask ask, Head request, Fate fate, OutputStream out) throws IOException {
    byte[] head = head(ask);
    if (fate == Fate.CLOSE_IN_HEAD || fate == Fate.RESET_IN_HEAD) {
      out.write(head, 0, 1 + (int) Math.floorMod(ask.id(), head.length - 2L));
    } else {
      out.write(head);
      if (!request.first().startsWith("HEAD ")) {
        body(ask, (int) Math.floorMod(ask.id(), Math.max(1L, ask.answerBytes())), out);
      }
    }
    out.flush();
  }

  private static void body(Ask ask, int bytes, OutputStream out) throws IOException {
    Content content = new Content(ask.id());
    for (int left = ask.framing() == Framing.NONE ? 0 : bytes; left > 0; left -= PIECE) {
      byte[] piece = content.next(Math.min(left, PIECE));
      if (ask.framing() == Framing.CHUNKED) {
        chunk(ask, piece, Integer.toHexString(piece.length).toUpperCase(Locale.ROOT), out);
      } else {
        out.write(piece);
      }
    }
  }

  /** A chunk, at once or {@linkplain Ask#piecemeal piecemeal}. */
  static void chunk(Ask ask, byte[] bytes, String size, OutputStream out) throws IOException {
    for (byte[] part : List.of(ascii(size), CRLF, bytes, CRLF)) {
      out.write(part);
      if (ask.piecemeal()) {
        out.flush();
        LockSupport.parkNanos(READ_NANOS);
      }
    }
  }
}
