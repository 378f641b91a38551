package io.mainstay.node.accesslog;

import io.mainstay.proxy.FrontendMode;
import io.mainstay.proxy.SessionLoad;
import io.mainstay.proxy.SessionRecord;
import io.mainstay.proxy.session.EndedBy;
import io.mainstay.proxy.session.EndedIn;
import io.mainstay.proxy.session.TerminationState;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Sessions as tests write them down; what is not said is that of a plain request that went well.
 */
public record Sessions(
    FrontendMode mode,
    boolean tls,
    String server,
    String requestLine,
    int status,
    String termination,
    int tries,
    boolean redispatched,
    long bytesIn,
    String millis,
    String load) {
  /** One that went well. */
  public static final Sessions GOOD =
      new Sessions(
          FrontendMode.HTTP,
          false,
          "web1",
          "GET /index.html HTTP/1.1",
          200,
          "--",
          1,
          false,
          42,
          "10 0 30 69 99",
          "4 3 2 1 0 0");

  /** The record that a proxy would make of it. */
  public SessionRecord record() {
    long[] times = numbers(millis);
    long[] busy = numbers(load);
    return new SessionRecord(
        "web",
        mode,
        tls,
        "app",
        server.isEmpty() ? null : server,
        new InetSocketAddress("10.0.1.2", 33317),
        requestLine,
        status,
        state(termination),
        tries,
        redispatched,
        bytesIn,
        2750,
        0,
        nanos(times[0]),
        nanos(times[1]),
        nanos(times[2]),
        nanos(times[3]),
        TimeUnit.MILLISECONDS.toNanos(times[4]),
        new SessionLoad(
            (int) busy[0],
            (int) busy[1],
            (int) busy[2],
            (int) busy[3],
            (int) busy[4],
            (int) busy[5]));
  }

  private static long nanos(long millis) {
    return millis < 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(millis) + 999_999;
  }

  private static long[] numbers(String text) {
    return Stream.of(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  private static TerminationState state(String letters) {
    return Stream.of(EndedBy.values())
        .flatMap(by -> Stream.of(EndedIn.values()).map(in -> TerminationState.of(by, in)))
        .filter(state -> state.letters().equals(letters))
        .findFirst()
        .orElseThrow();
  }

  /** The same in TCP mode. */
  public Sessions tcp() {
    return new Sessions(
        FrontendMode.TCP,
        tls,
        server,
        "",
        0,
        termination,
        tries,
        redispatched,
        bytesIn,
        millis,
        load);
  }

  /** The same over TLS. */
  public Sessions overTls() {
    return new Sessions(
        mode,
        true,
        server,
        requestLine,
        status,
        termination,
        tries,
        redispatched,
        bytesIn,
        millis,
        load);
  }

  /** The same with another server; empty for none. */
  public Sessions server(String other) {
    return new Sessions(
        mode,
        tls,
        other,
        requestLine,
        status,
        termination,
        tries,
        redispatched,
        bytesIn,
        millis,
        load);
  }

  /** The same with another request line. */
  public Sessions asking(String other) {
    return new Sessions(
        mode, tls, server, other, status, termination, tries, redispatched, bytesIn, millis, load);
  }

  /** The same with another end. */
  public Sessions ended(String letters, int with) {
    return new Sessions(
        mode, tls, server, requestLine, with, letters, tries, redispatched, bytesIn, millis, load);
  }

  /** The same, tried so often. */
  public Sessions tried(int times, boolean elsewhere) {
    return new Sessions(
        mode,
        tls,
        server,
        requestLine,
        status,
        termination,
        times,
        elsewhere,
        bytesIn,
        millis,
        load);
  }

  /** The same with so many bytes from the client. */
  public Sessions sent(long bytes) {
    return new Sessions(
        mode,
        tls,
        server,
        requestLine,
        status,
        termination,
        tries,
        redispatched,
        bytes,
        millis,
        load);
  }

  /** The same with other times: request, queue, connect, response, and what they add up to. */
  public Sessions took(String other) {
    return new Sessions(
        mode,
        tls,
        server,
        requestLine,
        status,
        termination,
        tries,
        redispatched,
        bytesIn,
        other,
        load);
  }

  /** The same beside others: in all, frontend, backend, server, and waiting before it in both. */
  public Sessions beside(String other) {
    return new Sessions(
        mode,
        tls,
        server,
        requestLine,
        status,
        termination,
        tries,
        redispatched,
        bytesIn,
        millis,
        other);
  }
}
