package io.mainstay.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseHeadTest {
  private static final HttpLimits LIMITS = HttpLimits.defaults();

  private final Http1HeadScanner scanner = new Http1HeadScanner(LIMITS);
  private final HeadWriter writer = new HeadWriter(LIMITS);
  private final ResponseHead head = new ResponseHead();

  static List<Vectors.Row> rows() throws IOException {
    return Vectors.read("responses.txt");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldGiveTheVerdictHoweverTheHeadIsSplit(Vectors.Row row) {
    byte[] bytes = row.bytes();
    int step = Math.max(1, bytes.length / 200);
    for (int split = 0; split < bytes.length; split += step) {
      int result = scanner.scan(bytes, 0, split, head);
      if (result == Http1HeadScanner.INCOMPLETE) {
        result = scanner.scan(bytes, 0, bytes.length, head);
      }
      assertThat(verdict(result)).as("split %d", split).isEqualTo(expected(row));
    }
  }

  @Test
  void shouldKeepTheLengthButExpectNoBodyWhenTheRequestWasHead() {
    byte[] bytes =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(scanner.scan(bytes, 0, bytes.length, head)).isEqualTo(bytes.length);
    assertThat(ResponseRules.check(head, Method.HEAD)).isNull();
    assertThat(head.framing()).isEqualTo(Framing.NONE);
    assertThat(head.contentLength()).isEqualTo(5);
  }

  private String verdict(int result) {
    if (result == Http1HeadScanner.REFUSED || ResponseRules.check(head, Method.GET) != null) {
      return "502";
    }
    writer.response(head, head.framing(), false);
    String text = new String(writer.bytes(), 0, writer.length(), StandardCharsets.ISO_8859_1);
    int via = text.lastIndexOf("Via: ");
    assertThat(text.substring(via)).matches("Via: 1\\.[01] mainstay\r\n\r\n");
    return head.framing() + " " + text.substring(0, via);
  }

  private static String expected(Vectors.Row row) {
    String verdict = row.verdict();
    if (verdict.equals("502")) {
      return verdict;
    }
    String framing = verdict.substring(0, verdict.indexOf(' ') + 1);
    String text = verdict.substring(framing.length());
    return framing + (text.equals("=") ? row.text().substring(0, row.text().length() - 2) : text);
  }
}
