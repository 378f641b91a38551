package io.mainstay.benchmarks.chaos;

import io.mainstay.benchmarks.chaos.Outcome.End;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a stream: sends its content piece by piece and hears it said back, in TCP
 * mode or behind an upgrade.
 */
final class StreamClient {
  private static final int MOST_BYTES = 300_000;
  private static final int PIECE = 16_000;

  /** Who leaves so early meets a proxy that is still connecting to a distant server. */
  private static final int MOST_STAND_MILLIS = 100;

  private final Conversation to;
  private final Ask ask;
  private final boolean leaves;
  private final long mostBytes;
  private final int standMillis;
  private final long fromNanos = System.nanoTime();
  private final Content sent;
  private final Content heard;

  private StreamClient(Conversation to, Ask ask, SplittableRandom random) {
    this.to = to;
    this.ask = ask;
    this.sent = new Content(ask.id());
    this.heard = new Content(ask.id());
    this.leaves = random.nextInt(5) == 0;
    boolean leavesEarly = leaves && ask.place() == Place.DISTANT;
    int some = leavesEarly ? 0 : random.nextInt(ask.bodyBytes() + 1);
    this.mostBytes = leaves ? some : ask.bodyBytes();
    this.standMillis = leavesEarly ? random.nextInt(MOST_STAND_MILLIS) : 0;
  }

  /** From connecting to the end. */
  static Outcome run(Lottery lottery, Place place, int port) throws IOException {
    SplittableRandom random = lottery.random();
    int bytes = random.nextInt(3) == 0 ? random.nextInt(1, MOST_BYTES) : random.nextInt(1, 3_000);
    Ask ask = Ask.stream(lottery.nextId(), place, lottery.streamFate(), bytes);
    try (Conversation to = new Conversation(port, random.nextInt(8) == 0)) {
      return new StreamClient(to, ask, random).run();
    }
  }

  private Outcome run() {
    try {
      if (ask.place().tcp()) {
        to.out().write(Answers.ascii(ask.id() + " " + ask.fate() + " " + ask.bodyBytes() + "\r\n"));
      } else {
        Head head = upgrade();
        if (head == null) {
          return ended(End.CLOSED, 0, "");
        }
        if (head.status() != 101) {
          return ended(End.REFUSED, head.status(), "");
        }
        if (!head.says("x-id", Long.toString(ask.id()))) {
          return ended(End.WRONG, 101, "the switch of " + head.field("x-id"));
        }
      }
      return talk();
    } catch (WrongBytesException e) {
      return ended(End.WRONG, 0, String.valueOf(e.getMessage()));
    } catch (SocketTimeoutException e) {
      return ended(End.SILENT, 0, "");
    } catch (IOException e) {
      return ended(End.CUT, 0, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Head upgrade() throws IOException {
    to.out()
        .write(
            Answers.ascii(
                "GET "
                    + ask.target()
                    + " HTTP/1.1\r\nHost: chaos\r\nConnection: upgrade\r\nUpgrade: chaos\r\nX-Id: "
                    + ask.id()
                    + "\r\n\r\n"));
    to.out().flush();
    return to.in().head();
  }

  private Outcome talk() throws IOException {
    while (sent.position() < mostBytes) {
      to.out().write(sent.next((int) Math.min(PIECE, mostBytes - sent.position())));
      to.out().flush();
      while (heard.position() < sent.position()) {
        if (!hear()) {
          return ended(End.ENDED, 0, heard.position() + " bytes of " + sent.position());
        }
      }
    }
    to.out().flush();
    if (leaves) {
      Conversation.stand(standMillis);
      to.leave(true);
      return ended(End.LEFT, 0, "reset after " + sent.position());
    }
    to.halfClose();
    if (!to.in().atEnd()) {
      throw new WrongBytesException("more than was said");
    }
    return heard.position() == ask.bodyBytes()
        ? ended(End.ANSWERED, 0, "")
        : ended(End.WRONG, 0, heard.position() + " bytes");
  }

  private boolean hear() throws IOException {
    return to.in()
        .piece(
            (bytes, from, end) -> {
              if (!heard.goesOnWith(bytes, from, end)) {
                throw new WrongBytesException("another's bytes before " + heard.position());
              }
            });
  }

  private Outcome ended(End end, int status, String detail) {
    boolean whole = sent.position() == ask.bodyBytes() && !leaves;
    return new Outcome(ask, end, status, detail, true, whole, fromNanos, System.nanoTime());
  }
}
