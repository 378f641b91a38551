package io.mainstay.examples;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ElectedLeaderTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldSayWhichInterfacesThereAre() {
    assertThatThrownBy(() -> ElectedLeader.start("none0", 100, change -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("there is no interface none0; there are: (.+, )?lo(, .+)?");
  }
}
