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
    assertThat(CheckSpec.parse("http header=\"X-Probe: 'a'\" expect='! string a'b").arguments())
        .containsExactly("header=X-Probe: 'a'", "expect=! string ab");
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertThatThrownBy(() -> CheckSpec.parse("  "))
        .hasMessage("the check is empty; write 'tcp' or 'http GET / 200'");
    assertThatThrownBy(() -> CheckSpec.parse("jdbc 'SELECT 1"))
        .hasMessage("a quote is not closed in check 'jdbc 'SELECT 1'");
    assertThatThrownBy(() -> CheckSpec.parse("/health"))
        .hasMessage("a check starts with its kind, such as tcp or http, not '/health'");
  }
}
