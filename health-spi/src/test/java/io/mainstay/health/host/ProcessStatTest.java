package io.mainstay.health.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStatTest {
  private static final String REST =
      " 1 77 66 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 98765 1000 2 184 1 1 1 0";

  @ParameterizedTest
  @CsvSource({
    "haproxy, S",
    "a b, R",
    "a) S 1 (b, Z",
    "(sd-pam), S",
  })
  void shouldReadAnyCommandThatAProcessCanHave(String command, char state) {
    assertThat(ProcessStat.parse("42 (" + command + ") " + state + REST))
        .contains(new ProcessStat(42, command, state, 66, 98_765));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42", "42 (x)", "42 (x) S 1 2 3", "x (y) S", ") S 1 ("})
  void shouldReadNothingFromALineThatIsCut(String line) {
    assertThat(ProcessStat.parse(line)).isEmpty();
  }

  @Test
  void shouldNotTakeAZombieForRunning() {
    assertThat(ProcessStat.parse("42 (x) Z" + REST).orElseThrow().running()).isFalse();
    assertThat(ProcessStat.parse("42 (x) D" + REST).orElseThrow().running()).isTrue();
  }
}
