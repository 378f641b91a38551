package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LinuxCapabilitiesTest {
  @Test
  @DisplayName("NL25 a sandbox without packet sockets is named as such")
  void shouldSayThatASandboxHasNoPacketSockets() {
    assertThat(
            LinuxCapabilities.explainRaw(
                "open a packet socket", new ErrnoException("socket", Errno.EAFNOSUPPORT)))
        .hasMessageStartingWith("cannot open a packet socket: this kernel or container offers no")
        .hasMessageContaining("sandbox");
  }
}
