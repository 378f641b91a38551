package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import java.util.HexFormat;

/**
 * The MAC address of a virtual router, 00-00-5E-00-01-{VRID} for IPv4 and 00-00-5E-00-02-{VRID} for
 * IPv6 (RFC 9568 Section 7.3): the same on every node, so that a take-over changes nothing in a
 * neighbour's table.
 *
 * @param family the family of the virtual router
 * @param vrid its number on the link, 1 to 255
 */
public record VirtualMac(AddressFamily family, int vrid) {
  public static final int BYTES = 6;

  public VirtualMac {
    if (vrid < 1 || vrid > 255) {
      throw new IllegalArgumentException("vrid must be 1 to 255, not " + vrid);
    }
  }

  /** The address in network order, an array of the caller's own. */
  public byte[] toBytes() {
    return new byte[] {0, 0, 0x5e, 0, (byte) (family == AddressFamily.IPV4 ? 1 : 2), (byte) vrid};
  }

  /** As people write it: {@code 00:00:5e:00:01:33}. */
  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(toBytes());
  }
}
