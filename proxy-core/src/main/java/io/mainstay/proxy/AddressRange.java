package io.mainstay.proxy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of IP addresses in CIDR notation, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}.
 *
 * @param network any address of the range
 * @param prefixLength how many of its leading bits all addresses of the range share
 */
public record AddressRange(InetAddress network, int prefixLength) {
  /** Refuses a prefix that is longer than the address. */
  public AddressRange {
    int bits = network.getAddress().length * Byte.SIZE;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " is not between 0 and " + bits);
    }
  }

  /**
   * Reads an address or an address with a prefix length; names are not resolved.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    boolean literal =
        address.indexOf(':') >= 0
            ? address.matches("[0-9a-fA-F:.]+")
            : address.matches("[0-9]+(\\.[0-9]+){3}");
    if (!literal) {
      throw new IllegalArgumentException("'" + text + "' is not an address such as 10.0.0.0/8");
    }
    try {
      InetAddress network = InetAddress.getByName(address);
      int bits = network.getAddress().length * Byte.SIZE;
      return new AddressRange(
          network, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
    } catch (UnknownHostException | NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not an address such as 10.0.0.0/8", e);
    }
  }

  /** Whether an address is in the range; one of the other family never is. */
  public boolean contains(InetAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    int whole = prefixLength / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (ours[i] != theirs[i]) {
        return false;
      }
    }
    int rest = prefixLength % Byte.SIZE;
    return rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
  }

  /** Whether no other address can be in it. */
  public boolean isSingleAddress() {
    return prefixLength == network.getAddress().length * Byte.SIZE;
  }

  /** The usual notation, with all bits behind the prefix cleared: {@code 10.42.0.0/24}. */
  @Override
  public String toString() {
    byte[] first = network.getAddress();
    for (int bit = prefixLength; bit < first.length * Byte.SIZE; bit++) {
      first[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
    }
    try {
      return NetUtil.toAddressString(InetAddress.getByAddress(first)) + "/" + prefixLength;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the bytes came from an address", e);
    }
  }
}
