package io.mainstay.vip.docker;

import java.net.InetAddress;

/** Addresses from their literals. */
final class Literal {
  private Literal() {}

  static InetAddress of(String text) {
    InetAddress address = NetworkEndpoint.literal(text);
    if (address == null) {
      throw new AssertionError(text);
    }
    return address;
  }
}
