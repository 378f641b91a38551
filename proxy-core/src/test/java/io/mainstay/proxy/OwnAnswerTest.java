package io.mainstay.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnAnswerTest {
  private static OwnAnswer parse(String response) {
    return OwnAnswer.parse(response.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }

  private static String keepAlive(OwnAnswer answer) {
    return text(answer.head(false)) + text(answer.body());
  }

  @Test
  void shouldKeepStatusFieldsAndBodyAndFrameThemAnew() {
    OwnAnswer answer =
        parse("HTTP/1.0 503 Closed for today\r\nRetry-After: 60\r\nX:y\r\n\r\n<p>sorr\u00ff\n</p>");

    assertThat(keepAlive(answer))
        .isEqualTo(
            "HTTP/1.1 503 Closed for today\r\nRetry-After: 60\r\nX: y\r\nContent-Length: 13\r\n"
                + "\r\n<p>sorr\u00ff\n</p>");
    assertThat(text(answer.head(true))).endsWith("Content-Length: 13\r\nConnection: close\r\n\r\n");
    assertThat(answer.closes()).isFalse();
  }

  @Test
  void shouldTakeWhatAnEditorWrites() {
    assertThat(keepAlive(parse("HTTP/1.1 502 Oops\nX: y\n\nfirst\n\nsecond\r\n")))
        .isEqualTo("HTTP/1.1 502 Oops\r\nX: y\r\nContent-Length: 15\r\n\r\nfirst\n\nsecond\r\n");
  }

  @Test
  void shouldLeaveOutWhatConcernsOneConnectionButEndItIfTheFileSaysSo() {
    OwnAnswer answer =
        parse(
            "HTTP/1.1 503 A\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 1\r\n"
                + "Upgrade: a\r\nContent-Length: 1\r\n\r\nb");

    assertThat(answer.closes()).isTrue();
    assertThat(text(answer.head(true)))
        .isEqualTo("HTTP/1.1 503 A\r\nContent-Length: 1\r\nConnection: close\r\n\r\n");
  }

  @Test
  void shouldSendNoLengthWhereNoBodyCanBe() {
    assertThat(keepAlive(parse("HTTP/1.1 204 None\r\n\r\n")))
        .isEqualTo("HTTP/1.1 204 None\r\n\r\n");
    assertThat(keepAlive(parse("HTTP/1.1 200 Empty\r\n\r\n")))
        .isEqualTo("HTTP/1.1 200 Empty\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void shouldSayNothingForAnEmptyFile() {
    OwnAnswer answer = parse("");

    assertThat(text(answer.head(true))).isEmpty();
    assertThat(answer.closes()).isTrue();
    assertThat(keepAlive(answer)).isEmpty();
  }

  @Test
  void shouldBeEqualWhenItIsTheSame() {
    String response = "HTTP/1.1 503 A\r\n\r\nb";
    assertThat(parse(response)).isEqualTo(parse(response)).hasSameHashCodeAs(parse(response));
    assertThat(parse(response)).isNotEqualTo(parse(response + "c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html></html>|is no HTTP response: version is not HTTP/DIGIT.DIGIT",
        "HTTP/1.1 5 A~~|is no HTTP response: malformed status line (RFC 9112 4)",
        "HTTP/2.0 503 A~~|is no HTTP response: malformed status line",
        "HTTP/1.1 503 A~X: y~|has a head without an end; put an empty line behind it",
        "HTTP/1.1 503 A~no field~~|is no HTTP response: field name is not a token",
        "HTTP/1.1 503 A~Transfer-Encoding: chunked~~0~~|has a chunked body; leave",
        "HTTP/1.1 503 A~Transfer-Encoding: chunked~Content-Length: 0~~|together",
        "HTTP/1.1 503 A~Content-Length: 3~~four|a body of 4 bytes, and its Content-Length says 3",
        "HTTP/1.1 503 A~Content-Length: 1~Content-Length: 1~~a|more than one Content-Length",
        "HTTP/1.1 204 A~~b|has a body, which no answer with status 204 has; remove it",
        "HTTP/1.1 304 A~~b|has a body, which no answer with status 304 has; remove it",
        "HTTP/1.1 103 A~~|has status 103, behind which another must follow",
        "HTTP/1.1 101 A~~|101 that nobody asked for",
      })
  void shouldRefuseWhatCannotBeSent(String response, String reason) {
    assertThatThrownBy(() -> parse(response.replace("~", "\r\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void shouldRefuseWhatIsTooLong() {
    String head = "HTTP/1.1 503 A\r\n\r\n";
    String most = head + "a".repeat(OwnAnswer.MOST_BYTES - head.length());

    assertThat(keepAlive(parse(most))).endsWith("aa");
    assertThatThrownBy(() -> parse(most + "a"))
        .hasMessage("is longer than 65536 bytes; shorten it");
  }
}
