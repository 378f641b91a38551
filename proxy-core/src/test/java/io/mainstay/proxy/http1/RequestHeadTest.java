package io.mainstay.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
  private static final HttpLimits LIMITS = HttpLimits.defaults();

  private final Http1HeadScanner scanner = new Http1HeadScanner(LIMITS);
  private final RequestRules rules = new RequestRules(LIMITS);
  private final HeadWriter writer = new HeadWriter(LIMITS);
  private final RequestHead head = new RequestHead();

  static List<Vectors.Row> rows() throws IOException {
    return Vectors.read("requests.txt");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldGiveTheVerdictWhenTheHeadComesAtOnce(Vectors.Row row) {
    byte[] bytes = row.bytes();
    assertThat(verdict(scanner.scan(bytes, 0, bytes.length, head))).isEqualTo(expected(row));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldGiveTheSameVerdictWhenTheHeadComesByteByByte(Vectors.Row row) {
    assertThat(verdictInPieces(row.bytes(), 1, 1)).isEqualTo(expected(row));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldGiveTheSameVerdictWhenTheHeadIsSplitAnywhere(Vectors.Row row) {
    byte[] bytes = row.bytes();
    int step = Math.max(1, bytes.length / 400);
    for (int split = 1; split < bytes.length; split += step) {
      assertThat(verdictInPieces(bytes, split, bytes.length))
          .as("split at %d", split)
          .isEqualTo(expected(row));
    }
  }

  static Stream<Arguments> codingPositions() {
    return IntStream.rangeClosed(0, 255)
        .filter(b -> b <= 0x20 || b >= 0x7f)
        .boxed()
        .flatMap(
            b -> Stream.of("%schunked", "chun%sked", "chunked%s").map(form -> arguments(b, form)));
  }

  @ParameterizedTest
  @MethodSource("codingPositions")
  void shouldNotTakeAnyOtherByteForPartOfChunked(int b, String form) {
    String value = form.replace("%s", String.valueOf((char) b));
    String text = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + value + "\r\n\r\n";
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    boolean blankOutside = (b == ' ' || b == '\t') && !form.startsWith("chun%s");
    String verdict = verdict(scanner.scan(bytes, 0, bytes.length, head));
    assertThat(verdict.startsWith("POST")).isEqualTo(blankOutside);
    assertThat(blankOutside || verdict.equals("400")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a\tb",
        "a/b",
        "u@a",
        "a,b",
        "a:99999",
        "a:12x",
        "a:-80",
        ":80",
        "a:80:80",
        "..a",
        ".",
        "[::1",
        "::1]",
        "[::1].",
        "x[::1]",
        "[gh::]",
        "a\u0002",
        "${jndi:x}",
        "| ping",
        "[]",
        "[1:2]",
        "[::1::2]",
        "[1:2:3:4:5:6:7:8:9]",
        "[::1.2.3]",
        "[fe80::1%25eth0]",
        "a..b"
      })
  void shouldRefuseWhatIsNoHost(String host) {
    assertThat(verdictOfHost(host)).isEqualTo("400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.",
        "A.B",
        "a:80",
        "a:",
        "[::1]:80",
        "[::1]",
        "[::]",
        "[1:2:3:4:5:6:7:8]",
        "[::ffff:1.2.3.4]",
        "123.1.2.3:9",
        "a_b-c~d.e"
      })
  void shouldPassAHostAsItCame(String host) {
    assertThat(verdictOfHost(host)).isEqualTo("GET / HTTP/1.1\r\nHost: " + host + "\r\n");
  }

  @Test
  void shouldWriteTheClientInsteadOfWhatItClaims() {
    String text =
        lines(
            "GET / HTTP/1.1",
            "Host: a",
            "X-Forwarded-For: 9.9.9.9",
            "Forwarded: for=9.9.9.9",
            "X-Real-IP: 9.9.9.9",
            "X-Forwarded-Proto: https");
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(scanner.scan(bytes, 0, bytes.length, head)).isEqualTo(bytes.length);
    assertThat(rules.check(head)).isNull();
    writer.request(
        head, HeadWriter.ForwardedFields.REPLACE, "1.2.3.4".getBytes(StandardCharsets.US_ASCII));
    assertThat(written())
        .isEqualTo(
            lines(
                "GET / HTTP/1.1",
                "Host: a",
                "X-Forwarded-For: 1.2.3.4",
                "X-Forwarded-Proto: http",
                "Via: 1.1 mainstay"));
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private String verdictOfHost(String host) {
    byte[] bytes =
        ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return verdict(scanner.scan(bytes, 0, bytes.length, head));
  }

  private String verdictInPieces(byte[] bytes, int first, int step) {
    int from = 0;
    for (int to = first; ; to = Math.min(bytes.length, to + step)) {
      if (from == 0 || Http1HeadScanner.worthScanning(bytes, 0, from, to)) {
        int result = scanner.scan(bytes, 0, to, head);
        if (result != Http1HeadScanner.INCOMPLETE) {
          return verdict(result);
        }
      }
      if (to == bytes.length) {
        return "incomplete";
      }
      from = to;
    }
  }

  private String verdict(int result) {
    if (result == Http1HeadScanner.INCOMPLETE) {
      return "incomplete";
    }
    Http1Violation violation =
        result == Http1HeadScanner.REFUSED ? head.violation() : rules.check(head);
    if (violation != null) {
      return String.valueOf(violation.status());
    }
    writer.request(head, HeadWriter.ForwardedFields.PASS, null);
    String text = written();
    int via = text.lastIndexOf("Via: ");
    assertThat(text.substring(via)).matches("Via: 1\\.[01] mainstay\r\n\r\n");
    return text.substring(0, via);
  }

  private String written() {
    return new String(writer.bytes(), 0, writer.length(), StandardCharsets.ISO_8859_1);
  }

  private static String expected(Vectors.Row row) {
    String whole = row.text();
    return row.verdict().equals("=") ? whole.substring(0, whole.length() - 2) : row.verdict();
  }
}
