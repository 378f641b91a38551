package io.mainstay.benchmarks.chaos;

import io.mainstay.benchmarks.chaos.Outcome.End;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A client's connection. One thread. */
final class Conversation implements AutoCloseable {
  /** Much longer than any request may take with all its tries. */
  private static final int PATIENCE_MILLIS = 25_000;

  private static final int CHUNK = 5_000;

  /** Nobody reads so little at once for long. */
  private static final int SLOW_RECEIVE_BYTES = 16_384;

  private final Socket socket = new Socket();
  private final OutputStream out;
  private final WireReader in;
  private @Nullable Head early;
  private boolean sendFailed;
  private boolean over;

  /** Connects. */
  Conversation(int port, boolean slowReader) throws IOException {
    if (slowReader) {
      socket.setReceiveBufferSize(SLOW_RECEIVE_BYTES);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
    in = new WireReader(socket.getInputStream());
  }

  /** Whether no further request has an answer to expect. */
  boolean over() {
    return over;
  }

  OutputStream out() {
    return out;
  }

  WireReader in() {
    return in;
  }

  static byte[] head(Ask ask) {
    StringBuilder head = new StringBuilder(256);
    head.append(ask.method()).append(' ').append(ask.target()).append(" HTTP/1.");
    head.append(ask.minor()).append("\r\nHost: chaos\r\nX-Id: ").append(ask.id()).append("\r\n");
    if (ask.body() == Framing.LENGTH) {
      head.append("Content-Length: ").append(ask.bodyBytes()).append("\r\n");
    } else if (ask.body() == Framing.CHUNKED) {
      head.append("Transfer-Encoding: chunked\r\n");
    }
    if (expects(ask)) {
      head.append("Expect: 100-continue\r\n");
    }
    return Answers.ascii(head.append("\r\n").toString());
  }

  private static boolean expects(Ask ask) {
    return ask.extra() && ask.body() != Framing.NONE;
  }

  /** Writes a request, for a {@link #flush} that is to follow. */
  void send(Ask ask, long pauseNanos) {
    try {
      out.write(head(ask));
      if (expects(ask)) {
        out.flush();
        Head answer = in.head();
        if (answer == null || answer.status() != 100) {
          early = answer;
          sendFailed = true;
          return;
        }
      }
      sendBody(ask, ask.bodyBytes(), pauseNanos);
    } catch (IOException e) {
      sendFailed = true;
    }
  }

  /** Writes the first bytes of a body, and its end if that is all of it. */
  void sendBody(Ask ask, int bytes, long pauseNanos) throws IOException {
    Content content = new Content(ask.id());
    for (int left = ask.body() == Framing.NONE ? 0 : bytes; left > 0; left -= CHUNK) {
      byte[] piece = content.next(Math.min(left, CHUNK));
      if (ask.body() == Framing.CHUNKED) {
        Answers.chunk(ask, piece, Integer.toHexString(piece.length), out);
      } else {
        out.write(piece);
      }
      if (pauseNanos > 0) {
        out.flush();
        LockSupport.parkNanos(pauseNanos);
      }
    }
    if (ask.body() == Framing.CHUNKED && bytes == ask.bodyBytes()) {
      out.write(Answers.ascii("0\r\n\r\n"));
    }
  }

  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      sendFailed = true;
    }
  }

  /** Reads the answer to a request, at leisure if there is a pause. */
  Outcome receive(Ask ask, long fromNanos, long pauseNanos) {
    boolean begun = false;
    try {
      Head head = finalHead();
      if (head == null) {
        return ended(ask, End.CLOSED, 0, "", fromNanos);
      }
      begun = true;
      return answer(ask, head, fromNanos, pauseNanos);
    } catch (WrongBytesException e) {
      return ended(ask, End.WRONG, 0, String.valueOf(e.getMessage()), fromNanos);
    } catch (SocketTimeoutException e) {
      return ended(ask, End.SILENT, 0, "", fromNanos);
    } catch (IOException e) {
      return ended(ask, begun ? End.CUT : End.CLOSED, 0, String.valueOf(e.getMessage()), fromNanos);
    }
  }

  private @Nullable Head finalHead() throws IOException {
    Head head = early;
    early = null;
    if (head == null) {
      head = in.head();
    }
    while (head != null && head.status() < 200) {
      head = in.head();
    }
    return head;
  }

  private Outcome answer(Ask ask, Head head, long fromNanos, long pauseNanos) throws IOException {
    String id = head.field("x-id");
    boolean own = id.isEmpty();
    if (!own && !id.equals(Long.toString(ask.id()))) {
      throw new WrongBytesException("the answer to " + id);
    }
    Framing framing = head.framing();
    long length = framing == Framing.LENGTH ? head.contentLength() : 0;
    if (ask.method().equals("HEAD") || head.status() == 204) {
      framing = Framing.NONE;
    } else if (framing == Framing.NONE) {
      framing = Framing.UNTIL_CLOSE;
    }
    Content content = new Content(ask.id());
    in.body(
        framing,
        length,
        (bytes, from, to) -> {
          if (!own && !content.goesOnWith(bytes, from, to)) {
            throw new WrongBytesException("another's bytes before " + content.position());
          }
          LockSupport.parkNanos(pauseNanos);
        });
    boolean whole = own || content.position() == ask.contentBytes();
    if (!whole && framing == Framing.UNTIL_CLOSE && sendFailed) {
      // Linux tells of a reset once; whoever reads behind a failed write finds a mere end.
      throw new IOException("reset while requests behind it were sent");
    }
    if (!whole) {
      throw new WrongBytesException(
          content.position() + " bytes that look like all " + ask.contentBytes());
    }
    over |= head.says("connection", "close") || framing == Framing.UNTIL_CLOSE || sendFailed;
    long now = System.nanoTime();
    return new Outcome(
        ask,
        own ? End.REFUSED : End.ANSWERED,
        head.status(),
        "",
        true,
        !sendFailed,
        fromNanos,
        now);
  }

  private Outcome ended(Ask ask, End end, int status, String detail, long fromNanos) {
    over = true;
    return new Outcome(ask, end, status, detail, true, !sendFailed, fromNanos, System.nanoTime());
  }

  /** Says the last word. */
  void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Goes without a word. */
  void leave(boolean resets) {
    over = true;
    try (socket) {
      if (resets) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // The proxy was faster.
    }
  }

  /** Lets time pass. */
  static void stand(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Override
  public void close() {
    leave(false);
  }
}
