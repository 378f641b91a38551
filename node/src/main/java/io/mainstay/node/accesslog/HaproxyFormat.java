package io.mainstay.node.accesslog;

import io.mainstay.proxy.FailedHandshake;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.SessionLoad;
import io.mainstay.proxy.SessionRecord;
import io.mainstay.proxy.session.EndedBy;
import io.mainstay.proxy.session.EndedIn;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * HAProxy's httplog and tcplog, field for field (sections 8.2.2 and 8.2.3 of its manual). Times are
 * whole milliseconds, cut off; -1 stands for a phase that was not reached.
 */
final class HaproxyFormat implements SessionFormat {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();
  private static final int MILLI_NANOS = 1_000_000;

  private final LogClock clock;
  private final ClientTexts clients = new ClientTexts();
  private final boolean httplog;

  HaproxyFormat(ZoneId zone, boolean httplog) {
    this.clock = LogClock.httplog(zone);
    this.httplog = httplog;
  }

  @Override
  public void session(SessionRecord session, long beganMillis, LineBuffer line) {
    began(line, session.client(), beganMillis);
    line.text(session.frontend());
    if (session.tls()) {
      line.put('~');
    }
    line.put(' ').text(reached(session) ? session.backend() : session.frontend()).put('/');
    line.text(session.server() == null ? "<NOSRV>" : session.server());
    if (httplog && session.mode() == FrontendMode.HTTP) {
      http(session, line);
    } else {
      tcp(session, line);
    }
  }

  private void began(LineBuffer line, @Nullable InetSocketAddress client, long beganMillis) {
    line.put(clients.of(client)).put(" [");
    clock.withMillis(line, beganMillis);
    line.put("] ");
  }

  @Override
  public void handshake(FailedHandshake handshake, long beganMillis, LineBuffer line) {
    began(line, handshake.client(), beganMillis);
    line.text(handshake.frontend()).put('/').text(handshake.bind()).put(": ");
    line.put(
        switch (handshake.cause()) {
          case CLOSED -> "Connection closed during SSL handshake";
          case BROKEN -> "Connection error during SSL handshake";
          case LATE -> "Timeout during SSL handshake";
          case REFUSED -> "SSL handshake failure";
        });
  }

  /** Before there is a request, HAProxy has no backend and names the frontend in its place. */
  private static boolean reached(SessionRecord session) {
    return session.termination().in() != EndedIn.REQUEST;
  }

  private static void http(SessionRecord session, LineBuffer line) {
    time(line.put(' '), session.requestNanos());
    time(line.put('/'), session.queueNanos());
    time(line.put('/'), session.connectNanos());
    time(line.put('/'), session.responseNanos());
    time(line.put('/'), activeNanos(session));
    line.put(' ').put(status(session)).put(' ').put(session.bytesOut());
    line.put(" - - ");
    termination(session, line);
    line.put("--");
    load(session, line);
    line.put(" \"");
    if (session.requestLine().isEmpty()) {
      line.put("<BADREQ>");
    } else {
      escaped(line, session.requestLine());
    }
    line.put('"');
  }

  private static void tcp(SessionRecord session, LineBuffer line) {
    time(line.put(' '), session.queueNanos());
    time(line.put('/'), session.connectNanos());
    time(line.put('/'), activeNanos(session));
    line.put(' ').put(session.bytesOut()).put(' ');
    termination(session, line);
    load(session, line);
  }

  private static void termination(SessionRecord session, LineBuffer line) {
    line.put(session.termination().by().letter()).put(session.termination().in().letter());
  }

  private static void load(SessionRecord session, LineBuffer line) {
    SessionLoad load = session.load();
    line.put(' ').put(load.connections()).put('/').put(load.frontendConnections());
    line.put('/').put(load.backendSessions()).put('/').put(load.serverSessions()).put('/');
    if (session.redispatched()) {
      line.put('+');
    }
    line.put(Math.max(0, session.tries() - 1));
    line.put(' ').put(load.serverQueue()).put('/').put(load.backendQueue());
  }

  private static long activeNanos(SessionRecord session) {
    return Math.max(0, session.requestNanos()) + session.totalNanos();
  }

  /**
   * HAProxy names what it would have answered where a client left inside its first head, and -1
   * where the answer had not begun.
   */
  private static int status(SessionRecord session) {
    if (session.status() != 0) {
      return session.status();
    }
    if (reached(session)) {
      return -1;
    }
    return session.termination().by() == EndedBy.CLIENT_TIMEOUT ? 408 : 400;
  }

  private static void time(LineBuffer line, long nanos) {
    line.put(nanos < 0 ? -1 : nanos / MILLI_NANOS);
  }

  /** What could end the line or its quotes is written as {@code #XX}. */
  private static void escaped(LineBuffer line, String text) {
    if (plain(text)) {
      line.put(text);
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (plain(c)) {
        line.put(c);
      } else {
        line.put('#').put(HEX[c >> 4 & 15]).put(HEX[c & 15]);
      }
    }
  }

  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!plain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean plain(char c) {
    return c >= ' ' && c < 127 && c != '"' && c != '#';
  }

  @Override
  public void message(LogMessage message, long nowMillis, LineBuffer line) {
    line.text(message.text());
  }
}
