package io.mainstay.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static final int MANY = 30;

  @Test
  void shouldGiveNoPortToTwoRunsAtOnceThoughNobodyListensThere() throws IOException {
    Set<Integer> given = new HashSet<>();
    try (Ports one = new Ports();
        Ports other = new Ports()) {
      for (int i = 0; i < MANY; i++) {
        given.add(one.free());
        given.add(other.free());
      }
    }
    assertThat(given).hasSize(2 * MANY);
  }

  @Test
  void shouldGiveNoPortThatIsTakenOnAnotherLoopbackAddress() throws IOException {
    int first;
    try (Ports ports = new Ports()) {
      first = ports.free();
    }
    try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getByName("127.0.0.2"));
        Ports ports = new Ports()) {
      assertThat(ports.free()).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void shouldGivePortsOnWhichEveryOtherAddressCanBeBound() throws IOException {
    try (Ports ports = new Ports()) {
      int port = ports.free();
      for (String host : new String[] {"127.0.0.1", "127.0.0.2"}) {
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getByName(host))) {
          assertThat(server.isBound()).isTrue();
        }
      }
    }
  }
}
