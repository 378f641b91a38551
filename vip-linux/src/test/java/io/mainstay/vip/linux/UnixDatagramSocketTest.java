package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class UnixDatagramSocketTest {
  private static final byte[] LINE = "-line\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder = Path.of("");

  private static Descriptor listen(Path path) throws IOException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    NativeBuffer address = new NativeBuffer(2 + name.length + 1);
    address.bytes().putShort(0, (short) Libc.AF_UNIX).put(2, name);
    Descriptor socket = Descriptor.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM, 0);
    assertThat(Libc.bind(socket.fd(), address.address(), address.size())).isZero();
    return socket;
  }

  private static String receive(Descriptor socket) {
    NativeBuffer data = new NativeBuffer(100);
    int length = (int) Libc.recvfrom(socket.fd(), data.address(), data.size(), 0, 0, 0);
    byte[] bytes = new byte[Math.max(0, length)];
    data.bytes().get(0, bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Test
  void shouldSendToWhoeverListensAlsoWhenItCameBack() throws Exception {
    Path path = folder.resolve("log");
    try (UnixDatagramSocket sender = new UnixDatagramSocket(path)) {
      assertThatThrownBy(() -> sender.send(LINE, 0, LINE.length))
          .hasMessage(path + ": does not exist (ENOENT)");
      try (Descriptor listener = listen(path)) {
        assertThat(sender.send(LINE, 1, LINE.length - 1)).isTrue();
        assertThat(receive(listener)).isEqualTo("line\n");
      }
      assertThatThrownBy(() -> sender.send(LINE, 0, LINE.length))
          .hasMessage(path + ": nobody listens there (ECONNREFUSED)");
      Files.delete(path);
      try (Descriptor listener = listen(path)) {
        assertThat(sender.send(LINE, 0, LINE.length)).isTrue();
        assertThat(receive(listener)).isEqualTo("-line\n");
      }
    }
  }

  @Test
  void shouldSayWhenTheListenerHasNoRoomAndNotWait() throws Exception {
    Path path = folder.resolve("log");
    try (UnixDatagramSocket sender = new UnixDatagramSocket(path);
        Descriptor listener = listen(path)) {
      int sent = 0;
      while (sent < 1_000_000 && sender.send(LINE, 0, LINE.length)) {
        sent++;
      }
      assertThat(sent).isBetween(1, 999_999);
      assertThat(receive(listener)).isEqualTo("-line\n");
      assertThat(sender.send(LINE, 0, LINE.length)).isTrue();
    }
  }

  @Test
  void shouldRefuseAPathThatIsTooLong() {
    Path path = Path.of("/" + "x".repeat(107));
    assertThatThrownBy(() -> new UnixDatagramSocket(path))
        .hasMessage(path + " is too long for a socket's path: at most 107 bytes");
  }
}
