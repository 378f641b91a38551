package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SocketMessageTest {
  private final SocketMessage message = new SocketMessage(28, 64, 64);

  private void control(String hex) {
    message.control().put(0, Hex.bytes(hex));
  }

  @Test
  @DisplayName("NL24 layout of control messages")
  void shouldFindTheSecondControlMessageBehindItsPadding() {
    // IPV6_HOPLIMIT (20 bytes, padded to 24), then IPV6_PKTINFO
    control(
        "1400000000000000 29000000 34000000 ff000000 00000000"
            + "2400000000000000 29000000 32000000 fe800000000000000000000000000001 07000000");

    assertThat(message.findControl(41, 52, 4)).isEqualTo(16);
    assertThat(message.control().getInt(16)).isEqualTo(255);
    assertThat(message.findControl(41, 50, 20)).isEqualTo(40);
    assertThat(message.control().getInt(56)).isEqualTo(7);
  }

  @Test
  void shouldNotFindWhatIsShorterThanItMustBe() {
    control("1200000000000000 29000000 34000000 ff00");

    assertThat(message.findControl(41, 52, 4)).isEqualTo(-1);
  }

  @Test
  void shouldEndAtALengthThatPointsOutside() {
    control("ff00000000000000 29000000 34000000 ff000000 00000000");

    assertThat(message.findControl(41, 52, 4)).isEqualTo(-1);
  }

  @Test
  void shouldEndAtALengthOfZero() {
    control("0000000000000000 00000000 00000000");

    assertThat(message.findControl(41, 52, 4)).isEqualTo(-1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("NL23 errno of the call, not of what the JVM did since")
  void shouldReportWhyACallFailed() {
    assertThat(message.receive(-1)).isEqualTo(-1);
    assertThat(Libc.errno()).isEqualTo(9); // EBADF
  }
}
