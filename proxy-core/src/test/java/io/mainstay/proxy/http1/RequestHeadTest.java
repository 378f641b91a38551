package io.mainstay.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.http1.ClientFields.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
  void shouldGiveTheVerdictHoweverTheHeadIsSplit(Vectors.Row row) {
    byte[] bytes = row.bytes();
    String expected = expected(row);
    assertThat(verdict(scanner.scan(bytes, 0, bytes.length, head))).isEqualTo(expected);
    assertThat(verdictInPieces(bytes, 1, 1)).as("byte by byte").isEqualTo(expected);
    // Every place of all but the longest, whose middle is all alike.
    int step = Math.max(1, bytes.length / 400);
    for (int split = 1; split < bytes.length; split += step) {
      String verdict = verdictInPieces(bytes, split, bytes.length);
      if (!verdict.equals(expected)) {
        assertThat(verdict).as("split at %d", split).isEqualTo(expected);
      }
    }
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
    writer.request(head, new ClientFields(Policy.REPLACE, Policy.DROP, "1.2.3.4", 80));
    assertThat(written())
        .isEqualTo(
            lines(
                "GET / HTTP/1.1",
                "Host: a",
                "X-Forwarded-For: 1.2.3.4",
                "X-Forwarded-Proto: http",
                "X-Forwarded-Host: a",
                "X-Forwarded-Port: 80",
                "Via: 1.1 mainstay"));
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
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
    writer.request(head, ClientFields.NONE);
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
