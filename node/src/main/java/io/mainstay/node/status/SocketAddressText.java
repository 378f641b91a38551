package io.mainstay.node.status;

import io.mainstay.node.accesslog.AddressText;
import java.net.InetSocketAddress;

/**
 * Writes an address as configurations write it: {@code 10.0.0.1:80}, {@code [::1]:80}, {@code
 * *:80}.
 */
public final class SocketAddressText {
  private SocketAddressText() {}

  /** The text of an address. */
  public static String of(InetSocketAddress address) {
    if (address.getAddress().isAnyLocalAddress()) {
      return "*:" + address.getPort();
    }
    return AddressText.of(address);
  }
}
