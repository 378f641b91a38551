package io.mainstay.vip;

import java.net.InetAddress;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One virtual IP address as a mover sees it.
 *
 * @param address the address itself
 * @param prefixLength its prefix, 0 to 32 for IPv4 and 0 to 128 for IPv6
 * @param interfaceName the interface on which hosts reach it
 * @param scope how far it is valid; for a mover that puts it on an interface of the host
 * @param label the name by which the host's tools list an IPv4 address, at most 15 bytes; empty for
 *     the mover's own choice
 */
public record VirtualAddress(
    InetAddress address, int prefixLength, String interfaceName, AddressScope scope, String label) {
  private static final Pattern LABEL = Pattern.compile("\\p{Graph}{0,15}");

  /** An address with the mover's own label that is valid everywhere. */
  public VirtualAddress(InetAddress address, int prefixLength, String interfaceName) {
    this(address, prefixLength, interfaceName, AddressScope.GLOBAL, "");
  }

  public VirtualAddress {
    Objects.requireNonNull(interfaceName);
    Objects.requireNonNull(scope);
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "the label of "
              + address.getHostAddress()
              + " must be 1 to 15 letters, digits and signs without a blank, such as eth0:vip; not '"
              + label
              + "'");
    }
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

  /** The same address elsewhere, or with another prefix. */
  public VirtualAddress at(String otherInterface, int otherPrefixLength) {
    return new VirtualAddress(address, otherPrefixLength, otherInterface, scope, label);
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength + " on " + interfaceName;
  }
}
