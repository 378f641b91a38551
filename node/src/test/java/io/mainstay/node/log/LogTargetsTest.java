package io.mainstay.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogTargetsTest {
  @TempDir private Path folder = Path.of("");

  /** A batch of these lines. */
  private static LogBatch batch(String... lines) {
    LogBatch batch = new LogBatch();
    for (String line : lines) {
      for (byte each : line.getBytes(StandardCharsets.US_ASCII)) {
        batch.buffer().add(each);
      }
      batch.buffer().endLine();
      batch.endLine();
    }
    return batch;
  }

  @Test
  void shouldLoseNothingWhenItsFileIsMovedAway() throws Exception {
    Path file = folder.resolve("access.log");
    List<String> all = new ArrayList<>();
    FileTarget target = FileTarget.open(file);
    int number = 0;
    for (int rotation = 0; rotation < 2; rotation++) {
      Path away = folder.resolve("access.log." + rotation);
      target.write(batch("line" + number++));
      Files.move(file, away);
      // Until it looks, lines go where the old file is now.
      while (!Files.exists(file)) {
        target.write(batch("line" + number++));
      }
      all.addAll(Files.readAllLines(away));
    }
    target.write(batch("line" + number++));
    target.close();
    all.addAll(Files.readAllLines(file));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      expected.add("line" + i);
    }
    assertThat(all).isEqualTo(expected);
  }

  @Test
  void shouldBeginAHalfWrittenLineAnewInTheNextFile() throws Exception {
    Path file = folder.resolve("access.log");
    FileTarget target = FileTarget.open(file);
    Files.move(file, folder.resolve("access.log.1"));
    while (!Files.exists(file)) {
      LogBatch half = batch("whole");
      half.wrote(2);
      target.write(half);
    }
    target.close();
    assertThat(file).hasContent("whole");
  }

  @Test
  void shouldAppendToWhatIsThere() throws Exception {
    Path file = Files.writeString(folder.resolve("access.log"), "before\n");
    FileTarget target = FileTarget.open(file);
    target.write(batch("a", "b"));
    target.close();
    assertThat(file).hasContent("before\na\nb");
  }

  @Test
  void shouldKeepWhatAFullDiskDoesNotTake() throws Exception {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "needs /dev/full");
    FileTarget target = FileTarget.open(full);
    LogBatch batch = batch("a", "b");
    assertThatThrownBy(() -> target.write(batch)).isInstanceOf(IOException.class);
    assertThat(batch.linesLeft()).isEqualTo(2);
    target.close();
  }

  @Test
  void shouldNameAFileThatCannotBeOpened() {
    Path nowhere = folder.resolve("no/access.log");
    assertThatThrownBy(() -> FileTarget.open(nowhere))
        .hasMessage("the log file " + nowhere + " cannot be opened: its folder is not there");
  }

  /** Opening a FIFO heeds no interrupt, so that only another thread can be left to it. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldNotWaitForTheReaderOfAFifo() throws Exception {
    Path file = folder.resolve("access.log");
    FileTarget target = FileTarget.open(file);
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThatThrownBy(
            () -> {
              // Until it looks, lines go to the deleted file.
              while (true) {
                target.write(batch("line"));
              }
            })
        .hasMessage(
            "the log file "
                + file
                + " is a FIFO, and opening it would wait for whoever reads it; put a file there");
    target.close();
  }

  @Test
  void shouldSendADatagramALine() throws Exception {
    try (DatagramSocket syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      UdpTarget target = new UdpTarget(address(syslog.getLocalPort()));
      target.write(batch("one", "two"));
      assertThat(receive(syslog)).isEqualTo("one\n");
      assertThat(receive(syslog)).isEqualTo("two\n");
      target.close();
    }
  }

  @Test
  void shouldKeepItsLinesWhileNobodyListensForDatagrams() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int port;
    try (DatagramSocket gone = new DatagramSocket(0, loopback)) {
      port = gone.getLocalPort();
    }
    UdpTarget target = new UdpTarget(address(port));
    LogBatch batch = batch("one", "two");
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThatThrownBy(() -> target.write(batch))
          .hasMessage("syslog at localhost/127.0.0.1:%d: nobody listens there for UDP", port);
      assertThat(batch.linesLeft()).isEqualTo(2);
    }
    try (DatagramSocket syslog = new DatagramSocket(port, loopback)) {
      target.write(batch);
      assertThat(receive(syslog)).isEqualTo("one\n");
      assertThat(receive(syslog)).isEqualTo("two\n");
    }
    target.close();
  }

  private static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
  }

  @Test
  void shouldConnectAgainWhenTheDaemonComesBack() throws Exception {
    try (ServerSocket syslog = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      TcpTarget target = new TcpTarget(address(syslog.getLocalPort()));
      target.write(batch("one", "two"));
      try (Socket first = syslog.accept()) {
        BufferedReader lines = reader(first);
        assertThat(lines.readLine()).isEqualTo("one");
        assertThat(lines.readLine()).isEqualTo("two");
      }
      // Its end of the connection is closed, and it has said so.
      LogBatch next = batch("three");
      target.write(next);
      try (Socket second = syslog.accept()) {
        assertThat(reader(second).readLine()).isEqualTo("three");
      }
      target.close();
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  @Test
  void shouldSayThatNobodyListens() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    InetAddress unnamed = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    TcpTarget target = new TcpTarget(new InetSocketAddress(unnamed, port));
    LogBatch batch = batch("one");
    assertThatThrownBy(() -> target.write(batch))
        .hasMessageStartingWith("syslog at 127.0.0.1:" + port + ": ")
        .hasMessageContaining("refused");
    assertThat(batch.linesLeft()).isEqualTo(1);
  }

  @Test
  void shouldBeginALineAnewWithAnotherReader() {
    LogBatch batch = batch("one", "two");
    batch.wrote(5);
    assertThat(batch.linesLeft()).isEqualTo(1);
    batch.rewindToLine();
    assertThat(StandardCharsets.US_ASCII.decode(batch.left()).toString()).isEqualTo("two\n");
    batch.wrote(4);
    assertThat(batch.done()).isTrue();
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
