package io.mainstay.vip;

import java.net.InetAddress;
import java.util.Objects;

/**
 * One virtual IP address as a mover sees it.
 *
 * @param address the address itself
 * @param prefixLength its prefix, 0 to 32 for IPv4 and 0 to 128 for IPv6
 * @param interfaceName the interface on which hosts reach it
 */
public record VirtualAddress(InetAddress address, int prefixLength, String interfaceName) {

  public VirtualAddress {
    Objects.requireNonNull(interfaceName);
    int bits = address.getAddress().length * 8;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "the prefix of "
              + address.getHostAddress()
              + " must be 0 to "
              + bits
              + ", not "
              + prefixLength);
    }
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength + " on " + interfaceName;
  }
}
