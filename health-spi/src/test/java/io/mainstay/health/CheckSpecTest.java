package io.mainstay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckSpecTest {

  @Test
  void shouldSplitALineIntoNameAndArguments() {
    assertThat(CheckSpec.parse("  http  GET /a\t200 "))
        .isEqualTo(new CheckSpec("http", List.of("GET", "/a", "200")));
    assertThat(CheckSpec.parse("tcp")).isEqualTo(new CheckSpec("tcp", List.of()));
  }

  @Test
  void shouldKeepBlanksInsideQuotes() {
    assertThat(CheckSpec.parse("jdbc 'SELECT 1' \"it's\" ''").arguments())
        .containsExactly("SELECT 1", "it's", "");
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertThatThrownBy(() -> CheckSpec.parse("  "))
        .hasMessage("the check is empty; write 'tcp' or 'http GET / 200'");
    assertThatThrownBy(() -> CheckSpec.parse("jdbc 'SELECT 1"))
        .hasMessage("a quote is not closed in check 'jdbc 'SELECT 1'");
    assertThatThrownBy(() -> CheckSpec.parse("jdbc 'a'b"))
        .hasMessage("a blank is missing beside a quote in 'jdbc 'a'b'");
    assertThatThrownBy(() -> CheckSpec.parse("/health"))
        .hasMessage("a check starts with its kind, such as tcp or http, not '/health'");
  }
}
