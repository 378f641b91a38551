package io.mainstay.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.benchmarks.compare.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class NodeProbeTest {
  @Test
  void shouldAnswerBehindAStrangerWhoResets() throws IOException {
    try (Ports ports = new Ports()) {
      int port = ports.free();
      NodeProbe.premain(Integer.toString(port));
      Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port);
      stranger.setSoLinger(true, 0);
      stranger.close();
      Reading reading = Reading.take(ProcessHandle.current().pid(), port);
      assertThat(reading.heapBytes()).isPositive();
      assertThat(reading.descriptors()).isPositive();
    }
  }
}
