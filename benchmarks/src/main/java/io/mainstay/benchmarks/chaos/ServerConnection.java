package io.mainstay.benchmarks.chaos;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A connection to a server: has the fate of each request come true. */
final class ServerConnection {
  private static final int HANG_MILLIS = 120_000;

  private final String server;
  private final Place place;
  private final Socket socket;
  private final Journal journal;
  private volatile @Nullable Arrival current;
  private volatile boolean dead;
  private volatile boolean bodyEndsWithConnection;
  private int requests;

  ServerConnection(String server, Place place, Socket socket, Journal journal) {
    this.server = server;
    this.place = place;
    this.socket = socket;
    this.journal = journal;
  }

  /** Until either side closes. */
  void run() {
    try {
      WireReader in = new WireReader(socket.getInputStream());
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 32 * 1024);
      if (place.tcp()) {
        stream(in, out);
      } else {
        boolean more = true;
        while (more) {
          more = serveNext(in, out);
        }
      }
      close(false);
    } catch (WrongBytesException e) {
      journal.complain(server + " got " + e.getMessage());
      close(true);
    } catch (IOException e) {
      // The proxy broke off, or the server died.
      Arrival last = current;
      if (dead && last != null) {
        last.killed = true;
      }
      close(false);
    }
  }

  /** The server dies. */
  void kill(boolean resets) {
    dead = true;
    Arrival killed = current;
    if (killed != null) {
      killed.killed = true;
    }
    close(resets || bodyEndsWithConnection);
  }

  private void close(boolean resets) {
    try (socket) {
      if (resets) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private void stream(WireReader in, OutputStream out) throws IOException {
    if (in.atEnd()) {
      // A health check, or a client that left early.
      return;
    }
    String[] words = in.wholeLine().split(" ", -1);
    Ask ask =
        Ask.stream(
            Long.parseLong(words[0]), place, Fate.valueOf(words[1]), Integer.parseInt(words[2]));
    Arrival arrival = journal.arrived(ask, server, false);
    current = arrival;
    if (StreamServing.of(ask, arrival, in, out)) {
      close(true);
    }
  }

  private boolean serveNext(WireReader in, OutputStream out) throws IOException {
    Head head = in.head();
    if (head == null) {
      return false;
    }
    Ask ask = ask(head);
    Arrival arrival = journal.arrived(ask, server, requests++ > 0);
    current = arrival;
    if (head.says("upgrade", "chaos")) {
      return upgrade(head, ask, arrival, in, out);
    }
    if (arrival.fate == Fate.EARLY) {
      arrival.begin();
      Answers.whole(ask, head, out);
      arrival.whole = true;
      return false;
    }
    if (ask.extra() && head.says("expect", "100-continue")) {
      out.write(Answers.CONTINUE);
      out.flush();
    }
    readBody(head, ask, arrival, in);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ask.delayMillis()));
    bodyEndsWithConnection = ask.framing() == Framing.UNTIL_CLOSE;
    boolean more = answer(head, ask, arrival, in, out);
    arrival.whole = arrival.begun && arrival.fate.serves();
    return more;
  }

  private Ask ask(Head head) throws IOException {
    try {
      Ask ask = Ask.of(head.first(), place, head.framing());
      if (!head.says("x-id", Long.toString(ask.id())) || !head.first().endsWith(" HTTP/1.1")) {
        throw new WrongBytesException("the head of two requests: " + head);
      }
      return ask;
    } catch (RuntimeException e) {
      throw new WrongBytesException(String.valueOf(e.getMessage()));
    }
  }

  private boolean upgrade(Head head, Ask ask, Arrival arrival, WireReader in, OutputStream out)
      throws IOException {
    arrival.requestWhole = true;
    if (arrival.fate.saysNothing()) {
      close(arrival.fate.resets());
      return false;
    }
    out.write(Answers.switching(head));
    out.flush();
    if (StreamServing.of(ask, arrival, in, out)) {
      close(true);
    }
    return false;
  }

  private static void readBody(Head head, Ask ask, Arrival arrival, WireReader in)
      throws IOException {
    Content content = new Content(ask.id());
    long length = head.framing() == Framing.LENGTH ? head.contentLength() : 0;
    in.body(
        head.framing(),
        length,
        (bytes, from, to) -> {
          if (!content.goesOnWith(bytes, from, to)) {
            arrival.wrong = "a body that is not its own, before byte " + content.position();
          }
        });
    if (head.framing() != Framing.NONE && content.position() != ask.bodyBytes()) {
      arrival.wrong =
          "a body that looks whole with " + content.position() + " bytes of " + ask.bodyBytes();
    }
    arrival.requestWhole = true;
  }

  /** Returns whether the connection goes on. */
  private boolean answer(Head head, Ask ask, Arrival arrival, WireReader in, OutputStream out)
      throws IOException {
    switch (arrival.fate) {
      case CLOSE_SILENT, RESET_SILENT -> {}
      case HANG -> {
        socket.setSoTimeout(HANG_MILLIS);
        // Until the proxy loses patience.
        arrival.cleanEnd = in.atEnd();
      }
      case MEET -> {
        awaitOthers();
        arrival.begin();
        Answers.whole(ask, head, out);
      }
      case JUNK -> {
        arrival.begin();
        out.write(Answers.JUNK);
        out.flush();
      }
      case CLOSE_IN_HEAD, RESET_IN_HEAD, CLOSE_IN_BODY, RESET_IN_BODY -> {
        arrival.begin();
        Answers.part(ask, head, arrival.fate, out);
      }
      default -> {
        arrival.begin();
        Answers.whole(ask, head, out);
      }
    }
    if (arrival.fate.resets()) {
      close(true);
    }
    return goesOn(ask, arrival.fate);
  }

  private static boolean goesOn(Ask ask, Fate fate) {
    if (fate == Fate.LEAVE_AFTER) {
      // Long enough that the proxy keeps the connection, short enough that it uses it just then.
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(Math.floorMod(ask.id(), 2000L)));
      return false;
    }
    return fate.serves() && ask.framing() != Framing.UNTIL_CLOSE;
  }

  private void awaitOthers() throws IOException {
    try {
      journal.meeting().countDown();
      if (!journal.meeting().await(5, TimeUnit.SECONDS)) {
        throw new IOException("the others did not come");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
