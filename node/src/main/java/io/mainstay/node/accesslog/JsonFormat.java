package io.mainstay.node.accesslog;

import io.mainstay.proxy.FailedHandshake;
import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.SessionLoad;
import io.mainstay.proxy.SessionRecord;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One flat JSON object a line. Its members are always the same ones in the same order for a mode;
 * times are milliseconds with three decimals, and null for a phase that was not reached. The time
 * is UTC.
 */
final class JsonFormat implements SessionFormat {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final LogClock clock = LogClock.json();

  @Override
  public void session(SessionRecord session, long beganMillis, LineBuffer line) {
    line.put("{\"time\":\"");
    clock.withMillis(line, beganMillis);
    line.put("Z\",\"mode\":\"").put(session.mode() == FrontendMode.HTTP ? "http" : "tcp");
    line.put("\",\"tls\":").put(session.tls() ? "true" : "false");
    client(line, session.client());
    text(line, "frontend", session.frontend());
    text(line, "backend", session.backend());
    String server = session.server();
    if (server == null) {
      line.put(",\"server\":null");
    } else {
      text(line, "server", server);
    }
    if (session.mode() == FrontendMode.HTTP) {
      request(line, session);
    }
    text(line, "termination", session.termination().letters());
    number(line, "bytes_in", session.bytesIn());
    number(line, "bytes_out", session.bytesOut());
    times(line, session);
    number(line, "retries", Math.max(0, session.tries() - 1));
    line.put(",\"redispatched\":").put(session.redispatched() ? "true" : "false");
    load(line, session.load());
    line.put('}');
  }

  @Override
  public void handshake(FailedHandshake handshake, long beganMillis, LineBuffer line) {
    line.put("{\"time\":\"");
    clock.withMillis(line, beganMillis);
    line.put("Z\"");
    client(line, handshake.client());
    text(line, "frontend", handshake.frontend());
    text(line, "bind", handshake.bind());
    text(line, "handshake", handshake.cause().name().toLowerCase(Locale.ROOT));
    text(line, "reason", handshake.detail());
    line.put('}');
  }

  private static void client(LineBuffer line, @Nullable InetSocketAddress client) {
    if (client == null || client.getAddress() == null) {
      line.put(",\"client\":null,\"client_port\":null");
      return;
    }
    line.put(",\"client\":\"");
    AddressText.put(line, client.getAddress());
    line.put('"');
    number(line, "client_port", client.getPort());
  }

  /** The request line in its three parts; they are null together when there was no request. */
  private static void request(LineBuffer line, SessionRecord session) {
    String request = session.requestLine();
    int method = request.indexOf(' ');
    int target = request.lastIndexOf(' ');
    if (method < 0) {
      line.put(",\"method\":null,\"target\":null,\"version\":null");
    } else {
      // A long line was cut, and then it ends inside its target.
      boolean whole = target > method;
      text(line, "method", request.substring(0, method));
      text(line, "target", request.substring(method + 1, whole ? target : request.length()));
      if (whole) {
        text(line, "version", request.substring(target + 1));
      } else {
        line.put(",\"version\":null");
      }
    }
    number(line, "status", session.status());
  }

  private static void times(LineBuffer line, SessionRecord session) {
    if (session.mode() == FrontendMode.HTTP) {
      millis(line, "request_ms", session.requestNanos());
    }
    millis(line, "queue_ms", session.queueNanos());
    millis(line, "connect_ms", session.connectNanos());
    millis(line, "response_ms", session.responseNanos());
    millis(line, "total_ms", Math.max(0, session.requestNanos()) + session.totalNanos());
  }

  private static void load(LineBuffer line, SessionLoad load) {
    number(line, "connections", load.connections());
    number(line, "frontend_connections", load.frontendConnections());
    number(line, "backend_sessions", load.backendSessions());
    number(line, "server_sessions", load.serverSessions());
    number(line, "server_queue", load.serverQueue());
    number(line, "backend_queue", load.backendQueue());
  }

  @Override
  public void message(LogMessage message, long nowMillis, LineBuffer line) {
    line.put("{\"time\":\"");
    clock.withMillis(line, nowMillis);
    line.put("Z\"");
    text(line, "level", message.level().name().toLowerCase(Locale.ROOT));
    text(line, "message", message.text());
    line.put('}');
  }

  private static void name(LineBuffer line, String name) {
    line.put(",\"").put(name).put("\":");
  }

  private static void number(LineBuffer line, String name, long number) {
    name(line, name);
    line.put(number);
  }

  private static void millis(LineBuffer line, String name, long nanos) {
    name(line, name);
    if (nanos < 0) {
      line.put("null");
    } else {
      line.put(nanos / 1_000_000).put('.').threeDigits((int) (nanos / 1000 % 1000));
    }
  }

  private static void text(LineBuffer line, String name, String value) {
    name(line, name);
    line.put('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.put('\\').put(c);
      } else if (c < ' ' || c >= 127) {
        line.put("\\u").put(HEX[c >> 12]).put(HEX[c >> 8 & 15]);
        line.put(HEX[c >> 4 & 15]).put(HEX[c & 15]);
      } else {
        line.put(c);
      }
    }
    line.put('"');
  }
}
