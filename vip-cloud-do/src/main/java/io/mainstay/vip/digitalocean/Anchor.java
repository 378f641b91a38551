package io.mainstay.vip.digitalocean;

import io.mainstay.vip.VirtualAddress;
import java.net.Inet4Address;

/**
 * The private address of a droplet that packets to its reserved IPv4 address arrive at.
 *
 * @param prefixLength its network's prefix, 0 to 32
 */
public record Anchor(Inet4Address address, int prefixLength) {

  /** The address for a mover that puts it on one of this host's interfaces. */
  public VirtualAddress on(String interfaceName) {
    return new VirtualAddress(address, prefixLength, interfaceName);
  }
}
