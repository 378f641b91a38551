package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HostNameTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldBeWhatTheHostCallsItself() throws Exception {
    Process uname = new ProcessBuilder("uname", "-n").start();
    String name = new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(HostName.own()).isEqualTo(name.strip());
  }
}
