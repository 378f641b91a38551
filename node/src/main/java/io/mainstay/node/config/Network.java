package io.mainstay.node.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A network as an address in it tells it.
 *
 * @param address any address of the network
 * @param prefixLength how many leading bits all its addresses share
 */
public record Network(InetAddress address, int prefixLength) {

  /** Whether the other address has the same family and the same leading bits. */
  public boolean contains(InetAddress other) {
    byte[] own = first();
    byte[] others = new Network(other, prefixLength).first();
    return Arrays.equals(own, others);
  }

  /** Whether no other address can be in it. */
  boolean isSingleAddress() {
    return prefixLength == address.getAddress().length * 8;
  }

  /** The address with all bits behind the prefix cleared. */
  private byte[] first() {
    byte[] bytes = address.getAddress();
    for (int bit = prefixLength; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    return bytes;
  }

  /** The usual notation, {@code 10.42.0.0/24}. */
  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(first()).getHostAddress() + "/" + prefixLength;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the bytes came from an address", e);
    }
  }
}
