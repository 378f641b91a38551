package io.mainstay.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses of this host that nobody else reaches. */
final class Loopback {
  private Loopback() {}

  /** A port of it. */
  static InetSocketAddress of(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
