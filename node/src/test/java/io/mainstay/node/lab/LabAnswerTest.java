package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabAnswerTest {
  @Test
  void shouldReadAWholeAnswer() {
    LabAnswer answer = parse("HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\n\\r\\nWeb 1\\n");

    assertThat(answer).isEqualTo(new LabAnswer(200, true, "Web 1\n"));
    assertThat(answer.isFailure()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', no answer",
    "'garbage', no answer",
    "'HTTP/1.1 200 OK\\r\\nContent-Len', no answer",
    "'HTTP/1.1 200 OK\\r\\nX: y\\r\\ncontent-length: 6\\r\\n\\r\\nWeb', answer cut short",
    "'HTTP/1.1 503 Service Unavailable\\r\\nContent-Length: 0\\r\\n\\r\\n', HTTP 503",
    "'HTTP/1.0 500 \\r\\n\\r\\n', HTTP 500"
  })
  void shouldCallItAFailure(String wire, String reason) {
    LabAnswer answer = parse(wire);

    assertThat(answer.isFailure()).isTrue();
    assertThat(answer.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 404 Not Found\\r\\nContent-Length: 0\\r\\n\\r\\n'",
    "'HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\nuntil the end'",
    "'HTTP/1.1 200\\r\\n\\r\\n'"
  })
  void shouldCallItServed(String wire) {
    assertThat(parse(wire).isFailure()).isFalse();
  }

  private static LabAnswer parse(String wire) {
    return LabAnswer.parse(
        wire.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
