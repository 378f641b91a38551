package io.mainstay.health.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.health.CheckSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpExpectationTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "expect='status 200-299'      | 204 | A: b      | x    | L7OK  | HTTP status 204",
        "expect='status 200,302'      | 302 | A: b      | x    | L7OK  | HTTP status 302",
        "expect='! status 5xx'        | 404 | A: b      | x    | L7OK  | HTTP status 404",
        "expect='!status 5xx'         | 503 | A: b      | x    | L7STS | HTTP status 503",
        "expect='rstatus ^2..$'       | 201 | A: b      | x    | L7OK  | HTTP status 201",
        "expect='! rstatus ^5'        | 500 | A: b      | x    | L7STS | HTTP status 500",
        "expect='header X-Ready'      | 200 | x-ready:  | x    | L7OK  | HTTP status 200",
        "expect='header X-Ready yes'  | 200 | X-Ready: yes! | x | L7OK | HTTP status 200",
        "expect='header X-Ready yes'  | 200 | X-Ready: no  | x  | L7STS | HTTP status 200, but not 'header X-Ready yes'",
        "expect='! header X-Drain'    | 200 | X-Drain: 1   | x  | L7STS | HTTP status 200, but not '! header X-Drain'",
        "expect='rheader Age ^[0-9]$' | 200 | Age: 7       | x  | L7OK | HTTP status 200",
        "expect='string ready'        | 200 | A: b | is ready now | L7OK | HTTP status 200",
        "expect='string ready'        | 200 | A: b | no    | L7STS | HTTP status 200, but not 'string ready'",
        "expect='string ready'        | 503 | A: b | ready | L7STS | HTTP status 503",
        "expect='! string error'      | 200 | A: b | fine  | L7OK  | HTTP status 200",
        "expect='! rstring (?i)error' | 200 | A: b | ERROR | L7STS | HTTP status 200, but not '! rstring (?i)error'",
        "expect='rstring ^a+$' 2xx    | 200 | A: b | aaa   | L7OK  | HTTP status 200",
        "expect='string x' expect='string y' | 200 | A: b | x | L7STS | HTTP status 200, but not 'string y'",
        "disable-on-404               | 404 | A: b | x     | L7OKC | HTTP status 404: drain",
        "disable-on-404 200           | 500 | A: b | x     | L7STS | HTTP status 500",
      })
  void shouldJudgeAnAnswer(
      String words, int status, String header, String body, String code, String description) {
    String answer = "HTTP/1.1 " + status + " x\r\n" + header + "\r\n\r\n" + body;
    for (int chunk : new int[] {1, 7, 100_000}) {
      Verdict verdict = judge(words, answer, chunk);
      assertThat(verdict.code()).hasToString(code);
      assertThat(verdict.description()).isEqualTo(description);
      assertThat(verdict.status()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // framing, body on the wire, code
        "Content-Length: 5           | readyEXTRA              | L7OK",
        "Content-Length: 4           | ready                   | L7STS",
        "Content-Length: 9           | ready                   | L7RSP",
        "Content-Length: -1          | ready                   | L7RSP",
        "Transfer-Encoding: chunked  | 2~re~3;x=y~ady~0~~      | L7OK",
        "Transfer-Encoding: chunked  | 2~re~3~ady~0~T: x~~     | L7OK",
        "Transfer-Encoding: chunked  | 5~ready~                | L7RSP",
        "Transfer-Encoding: chunked  | xyz~ready~0~~           | L7RSP",
        "Transfer-Encoding: chunked  | -5~ready~0~~            | L7RSP",
        "Transfer-Encoding: chunked  | 4~ready~0~~             | L7RSP",
        "Connection: close           | ready                   | L7OK",
      })
  void shouldReadABodyAsItIsFramed(String header, String body, String code) {
    String answer = OK + header + "\r\n\r\n" + body.replace("~", "\r\n");
    for (int chunk : new int[] {1, 3, 100_000}) {
      assertThat(judge("expect='string ready'", answer, chunk).code()).hasToString(code);
    }
  }

  @Test
  @DisplayName("HC04 of an endless body the first 64 KB are looked at")
  void shouldLookAtTheBeginningOfABodyWithoutEnd() {
    String endless = OK + "\r\n" + "x".repeat(1 << 20);
    assertThat(judge("expect='string y'", endless, 10_000).code()).hasToString("L7STS");
    assertThat(judge("expect='! string y'", endless, 10_000).code()).hasToString("L7OK");
  }

  @Test
  void shouldNotLetAnAnswerKeepTheThreadOfAllChecks() {
    String evil = OK + "\r\n" + "a".repeat(60_000);
    Verdict slow = judge("expect='rstring (a+)+b'", evil, 10_000);
    assertThat(slow.code()).hasToString("L7RSP");
    assertThat(slow.description())
        .isEqualTo("the expression takes too long on this answer; make it simpler");
    assertThat(judge("expect='rstring ^(a|b)*c'", evil, 10_000).code()).hasToString("L7RSP");
  }

  @Test
  void shouldSendWhatIsWritten() {
    HttpProbe probe =
        parse(
            "PUT /h HTTP/1.0 host=app header='X-A: 1' header='Accept: text/plain' body='é'"
                + " send-state");
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
    assertThat(new String(probe.requestTo(address, 80, "UP 3/3; name=a/b"), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            PUT /h HTTP/1.0
            Host: app
            User-Agent: mainstay-check
            Connection: close
            X-A: 1
            Accept: text/plain
            X-Haproxy-Server-State: UP 3/3; name=a/b
            Content-Length: 2

            é"""
                .replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "expect=x            | 'x' expects nothing; write 'status 200' or 'string OK'",
        "expect='strng OK'   | nothing can be expected of 'strng'; there are status, rstatus, header, rheader, string, rstring",
        "expect='rstring ['  | '[' is no regular expression: Unclosed character class",
        "expect='status 99'  | '99' is no expected HTTP status; write 200, 200-399 or 2xx",
        "header='no colon'   | 'no colon' is no header; write 'Name: value'",
        "header='Host: x'    | the header 'Host: x' is the check's own; write host=name",
        "HTTP/2              | 'HTTP/2' is neither HTTP/1.1 nor HTTP/1.0",
        "GET color=red       | an HTTP check has no 'color='; there are host, header, body, expect",
      })
  void shouldSayWhatIsWrong(String words, String message) {
    assertThatThrownBy(() -> parse(words)).hasMessage(message);
  }

  private static HttpProbe parse(String words) {
    return HttpProbeParser.parse(CheckSpec.parse("http " + words).arguments());
  }

  private static Verdict judge(String words, String answer, int chunk) {
    HttpConversation conversation = new HttpConversation(parse(words), new byte[0]);
    byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < bytes.length; at += Math.min(chunk, bytes.length - at)) {
      ByteBuffer part = ByteBuffer.wrap(bytes, at, Math.min(chunk, bytes.length - at));
      @Nullable Verdict verdict = conversation.received(part);
      if (verdict != null) {
        return verdict;
      }
    }
    return conversation.closedByServer();
  }
}
