package io.mainstay.node.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
  private final LineBuffer line = new LineBuffer(1);

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, -1, -9, -10, 99, 100, 65535, Long.MAX_VALUE, Long.MIN_VALUE})
  void shouldWriteNumbersAsJavaDoes(long number) {
    assertThat(line.put(number)).hasToString(Long.toString(number));
  }

  @Test
  void shouldGrowWithWhatIsWritten() {
    line.put("[").text("Zürich €").put("] ").put(new byte[] {'a', 'b'}).threeDigits(7);

    assertThat(line).hasToString("[Zürich €] ab007");
  }
}
