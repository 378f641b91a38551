package io.mainstay.health.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.health.CheckCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseHeadReaderTest {

  /** Response, then what a check must say when the server closes after it. */
  static Stream<Arguments> responses() {
    return Stream.of(
        row("HTTP/1.1 200 OK\r\n\r\n", CheckCode.L7OK, 200, "HTTP status 200"),
        row("HTTP/1.0 204 No Content\r\nA: b\r\n\r\n", CheckCode.L7OK, 204, "HTTP status 204"),
        row("HTTP/1.1 302 \r\n\r\n", CheckCode.L7OK, 302, "HTTP status 302"),
        row("HTTP/1.1 200\r\n\r\n", CheckCode.L7OK, 200, "HTTP status 200"),
        row("HTTP/1.1 401 No\r\n\r\n", CheckCode.L7STS, 401, "HTTP status 401"),
        row("HTTP/1.1 503 Down\r\n\r\n", CheckCode.L7STS, 503, "HTTP status 503"),
        row(
            "HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            CheckCode.L7OK,
            200,
            "HTTP status 200"),
        row(
            "HTTP/1.1 103 \r\nL: x\r\n\r\nHTTP/1.1 500 \r\n\r\n",
            CheckCode.L7STS,
            500,
            "HTTP status 500"),
        row("HTTP/1.1 101 Switch\r\n\r\n", CheckCode.L7STS, 101, "HTTP status 101"),
        bad("HTTP/1.1 99 Low\r\n\r\n", "not an HTTP/1 response: 'HTTP/1.1 9"),
        bad("HTTP/1.1 -1\r\n\r\n", "not an HTTP/1 response: 'HTTP/1.1 -"),
        bad("HTTP/1.1 2000 OK\r\n\r\n", "not an HTTP/1 response: 'HTTP/1.1 2000"),
        bad("HTTP/1.1 +20 OK\r\n\r\n", "not an HTTP/1 response: 'HTTP/1.1 +"),
        bad("HTTP/1.1 999 ?\r\n\r\n", "not an HTTP/1 response: 'HTTP/1.1 9"),
        bad("HTTP/1.1  200 OK\r\n\r\n", "not an HTTP/1 response: 'HTTP/1.1  "),
        bad("HTTP/2.0 200 OK\r\n\r\n", "not an HTTP/1 response: 'HTTP/2"),
        bad("http/1.1 200 OK\r\n\r\n", "not an HTTP/1 response: 'h"),
        bad("SSH-2.0-OpenSSH_9.2\r\n", "not an HTTP/1 response: 'S"),
        bad("\r\nHTTP/1.1 200 OK\r\n\r\n", "not an HTTP/1 response: '."),
        bad(
            "HTTP/1.1 200 OK\n\n",
            "connection closed within the response head: 'HTTP/1.1 200 OK..'"),
        bad(
            "HTTP/1.1 200 OK\r\n",
            "connection closed within the response head: 'HTTP/1.1 200 OK..'"),
        bad("HTTP/1.1 100 Go\r\n\r\n", "connection closed without a response"),
        bad("", "connection closed without a response"),
        bad("HTTP/1.1 200 " + "x".repeat(1 << 20), "response head is longer than 8192 bytes"),
        bad(
            "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(9000),
            "response head is longer than 8192 bytes"));
  }

  @ParameterizedTest
  @MethodSource("responses")
  @DisplayName("HC03 what is no status of HTTP/1 is L7RSP")
  void shouldJudgeAResponseReadAtOnce(String response, Verdict expected) {
    assertSame(read(response, Integer.MAX_VALUE), expected);
  }

  @ParameterizedTest
  @MethodSource("responses")
  void shouldJudgeAResponseReadByteByByte(String response, Verdict expected) {
    assertSame(read(response, 1), expected);
  }

  @Test
  void shouldTakeAHeadThatJustFits() {
    String start = "HTTP/1.1 200 OK\r\nA: ";
    String head = start + "x".repeat(8192 - start.length() - 4) + "\r\n\r\n";
    assertThat(head).hasSize(8192);
    assertThat(read(head + "body", 100).code()).isEqualTo(CheckCode.L7OK);
  }

  @Test
  void shouldNotWaitForMoreWhenTheFirstByteIsWrong() {
    assertThat(new ResponseHeadReader().read(ByteBuffer.wrap(new byte[] {'2'}))).isNotNull();
  }

  private static Verdict read(String response, int chunk) {
    HttpConversation conversation =
        new HttpConversation(HttpProbeParser.parse(List.of()), new byte[0]);
    byte[] bytes = response.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at < bytes.length; at += Math.min(chunk, bytes.length - at)) {
      ByteBuffer part = ByteBuffer.wrap(bytes, at, Math.min(chunk, bytes.length - at));
      @Nullable Verdict verdict = conversation.received(part);
      if (verdict != null) {
        return verdict;
      }
    }
    return conversation.closedByServer();
  }

  /** What is shown of a refused response depends on how much of it had come. */
  private static void assertSame(Verdict actual, Verdict expected) {
    assertThat(actual.code()).isEqualTo(expected.code());
    assertThat(actual.status()).isEqualTo(expected.status());
    assertThat(actual.description()).startsWith(expected.description());
  }

  private static Arguments row(String response, CheckCode code, int status, String description) {
    return Arguments.of(response, new Verdict(code, status, description));
  }

  private static Arguments bad(String response, String description) {
    return row(response, CheckCode.L7RSP, -1, description);
  }
}
