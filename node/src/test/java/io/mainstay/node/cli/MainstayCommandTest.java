package io.mainstay.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainstayCommandTest {

  @ParameterizedTest
  @ValueSource(strings = {"help", "help run", "help help", "--help", "run --help"})
  void shouldHelp(String line) {
    assertThat(MainstayCommand.execute(line.split(" ", -1))).isZero();
  }
}
