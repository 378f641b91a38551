package io.mainstay.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Assumptions;

/** Addresses of this host that nobody else reaches. */
final class Loopback {
  private Loopback() {}

  /** A port of it. */
  static InetSocketAddress of(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Any free port of its IPv6 address; a test that needs it skips where there is none. */
  static InetSocketAddress ipv6() throws IOException {
    byte[] one = new byte[16];
    one[15] = 1;
    InetSocketAddress any = new InetSocketAddress(InetAddress.getByAddress(one), 0);
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(any);
    } catch (IOException e) {
      Assumptions.abort("needs IPv6 on loopback: " + e.getMessage());
    }
    return any;
  }

  /** A port of it on which nobody listens. */
  static InetSocketAddress closed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }
}
