package io.mainstay.vrrp.spi;

import io.mainstay.vrrp.AddressFamily;

/**
 * One datagram as the kernel delivered it. The transport fills the same instance again for every
 * datagram, so it is valid only during the call that hands it over; only the agent's thread touches
 * it.
 */
public final class ReceivedDatagram {
  /** The largest datagram IP can carry; a longer one does not exist. */
  public static final int MAX_BYTES = 65_535;

  /** No hop limit came with the datagram. It must then be refused, never assumed to be 255. */
  public static final int NO_HOP_LIMIT = -1;

  /**
   * IPv4: the whole datagram, IP header first, as a raw socket delivers it. IPv6: the VRRP message
   * only.
   */
  public final byte[] bytes = new byte[MAX_BYTES];

  /** How many of {@link #bytes} are valid. */
  public int length;

  public AddressFamily family = AddressFamily.IPV4;

  /** The kernel's index of the interface it came in on. */
  public int interfaceIndex;

  /** IPv6 only: the hop limit, or {@link #NO_HOP_LIMIT}. For IPv4 it stands in the IP header. */
  public int hopLimit = NO_HOP_LIMIT;

  /** IPv6 only: the sender's address. For IPv4 it stands in the IP header. */
  public final byte[] source = new byte[16];

  /** IPv6 only: the destination address. For IPv4 it stands in the IP header. */
  public final byte[] destination = new byte[16];
}
