package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {
  @Test
  void shouldAnswerWhatACommandPrinted() {
    assertThat(Shell.run(List.of("sh", "-c", "echo one; echo two >&2"))).isEqualTo("one\ntwo");
  }

  @Test
  void shouldNameTheCommandThatFailedAndItsWords() {
    assertThatThrownBy(() -> Shell.run(List.of("sh", "-c", "echo no; echo way; exit 3")))
        .isInstanceOf(LabException.class)
        .hasMessage("`sh -c echo no; echo way; exit 3` failed with exit code 3: no; way");
  }

  @Test
  void shouldNameACommandThatIsMissing() {
    assertThatThrownBy(() -> Shell.run(List.of("mainstay-no-such-command")))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("mainstay-no-such-command");
  }
}
