package io.mainstay.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  @Test
  void shouldListOnlyWhatHasNoExplanation() {
    String error = "2026-01-02 03:04:05.678 ERROR connection closed by a fault in the proxy";
    String trace = "java.lang.IllegalStateException: x";
    assertThat(
            LogLines.unexplained(
                List.of(
                    "2026-01-02 03:04:05.678 INFO  health target=plain0 from=UP to=DOWN",
                    "2026-01-02 03:04:05.678 WARN  health: the scheduler was held up for 300 ms, x",
                    error,
                    trace)))
        .containsExactly(error, trace);
  }
}
