package io.mainstay.node.accesslog;

import static io.mainstay.node.accesslog.Sessions.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.FailedHandshake;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors in the form of the manual's sections 8.2.2, 8.2.3 and 8.5. */
class HaproxyFormatTest {
  private static final long BEGAN = Instant.parse("2009-02-06T12:14:14.655Z").toEpochMilli();
  private static final String FRONT = "10.0.1.2:33317 [06/Feb/2009:12:14:14.655] web ";

  static Stream<Arguments> httplogs() {
    return Stream.of(
        Arguments.of(
            GOOD,
            "app/web1 10/0/30/69/109 200 2750 - - ---- 4/3/2/1/0 0/0 \"GET /index.html HTTP/1.1\""),
        Arguments.of(
            GOOD.tried(2, true).beside("9 8 7 6 5 4"),
            "app/web1 10/0/30/69/109 200 2750 - - ---- 9/8/7/6/+1 5/4 \"GET /index.html"
                + " HTTP/1.1\""),
        Arguments.of(
            GOOD.ended("sH", 504).took("0 9 205 -1 50214"),
            "app/web1 0/9/205/-1/50214 504 2750 - - sH-- 4/3/2/1/0 0/0 \"GET /index.html"
                + " HTTP/1.1\""),
        Arguments.of(
            GOOD.ended("SC", 503).server("").took("0 -1 -1 -1 0").tried(0, false),
            "app/<NOSRV> 0/-1/-1/-1/0 503 2750 - - SC-- 4/3/2/1/0 0/0 \"GET /index.html HTTP/1.1\""),
        Arguments.of(
            GOOD.ended("CH", 0).took("0 0 7 -1 8490"),
            "app/web1 0/0/7/-1/8490 -1 2750 - - CH-- 4/3/2/1/0 0/0 \"GET /index.html HTTP/1.1\""),
        Arguments.of(
            GOOD.ended("cR", 408).server("").asking("").took("-1 -1 -1 -1 50000").tried(0, false),
            "web/<NOSRV> -1/-1/-1/-1/50000 408 2750 - - cR-- 4/3/2/1/0 0/0 \"<BADREQ>\""),
        Arguments.of(
            GOOD.ended("CR", 0).server("").asking("").took("-1 -1 -1 -1 313").tried(0, false),
            "web/<NOSRV> -1/-1/-1/-1/313 400 2750 - - CR-- 4/3/2/1/0 0/0 \"<BADREQ>\""),
        Arguments.of(
            GOOD.asking("GET /\"q#\u0001\u00e9 HTTP/1.1"),
            "app/web1 10/0/30/69/109 200 2750 - - ---- 4/3/2/1/0 0/0 \"GET /#22q#23#01#E9"
                + " HTTP/1.1\""));
  }

  @ParameterizedTest
  @MethodSource("httplogs")
  void shouldWriteHttplog(Sessions session, String expected) {
    assertThat(line(LogFormat.HTTP, session)).isEqualTo(FRONT + expected);
  }

  static Stream<Arguments> tcplogs() {
    return Stream.of(
        Arguments.of(GOOD.tcp().took("0 0 3 -1 5007"), "app/web1 0/3/5007 2750 -- 4/3/2/1/0 0/0"),
        Arguments.of(
            GOOD.tcp().took("0 -1 -1 -1 2001").ended("sQ", 0).server("").beside("4 3 2 0 0 31"),
            "app/<NOSRV> -1/-1/2001 2750 sQ 4/3/2/0/0 0/31"),
        Arguments.of(
            GOOD.tcp().took("-1 -1 -1 -1 5").ended("PR", 0).server(""),
            "web/<NOSRV> -1/-1/5 2750 PR 4/3/2/1/0 0/0"));
  }

  @ParameterizedTest
  @MethodSource("tcplogs")
  void shouldWriteTcplogInTcpMode(Sessions session, String expected) {
    assertThat(line(LogFormat.HTTP, session)).isEqualTo(FRONT + expected);
    assertThat(line(LogFormat.TCP, session)).isEqualTo(FRONT + expected);
  }

  @Test
  void shouldMarkFrontendsThatDecrypt() {
    assertThat(line(LogFormat.TCP, GOOD.overTls()))
        .isEqualTo(
            "10.0.1.2:33317 [06/Feb/2009:12:14:14.655] web~ app/web1 0/30/109 2750 --"
                + " 4/3/2/1/0 0/0");
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED, Connection closed during SSL handshake",
    "BROKEN, Connection error during SSL handshake",
    "LATE, Timeout during SSL handshake",
    "REFUSED, SSL handshake failure"
  })
  void shouldWriteFailedHandshakes(FailedHandshake.Cause cause, String expected) {
    assertThat(handshake(LogFormat.HTTP, cause))
        .isEqualTo("10.0.1.2:33317 [06/Feb/2009:12:14:14.655] web/https: " + expected);
  }

  static String handshake(LogFormat format, FailedHandshake.Cause cause) {
    LineBuffer line = new LineBuffer(16);
    InetSocketAddress client = new InetSocketAddress("10.0.1.2", 33317);
    format
        .in(ZoneId.of("UTC"))
        .handshake(
            new FailedHandshake("web", "https", client, cause, "NO_SHARED_CIPHER", 0), BEGAN, line);
    return line.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:80",
    "::, :::80",
    "::1, ::1:80",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1:80",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1:80",
    "1:2:3:4:5:6:0:8, 1:2:3:4:5:6:0:8:80",
    "fe80:0:0:0:0:0:0:0, fe80:::80"
  })
  void shouldWriteAddressesShort(String address, String expected) {
    LineBuffer line = new LineBuffer(4);
    AddressText.put(line, new InetSocketAddress(address, 80));
    assertThat(line.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0", "7", "10", "-1", "1234567890123", "9223372036854775807", "-9223372036854775808"})
  void shouldWriteEveryNumber(long number) {
    assertThat(new LineBuffer(1).put(number).toString()).isEqualTo(String.valueOf(number));
  }

  static String line(LogFormat format, Sessions session) {
    LineBuffer line = new LineBuffer(16);
    format.in(ZoneId.of("UTC")).session(session.record(), BEGAN, line);
    return line.toString();
  }
}
