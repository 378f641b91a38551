package io.mainstay.vrrp.spi;

import java.net.InetAddress;

/**
 * Tells the neighbours on a link who answers for an address now: one gratuitous ARP for IPv4, one
 * unsolicited Neighbor Advertisement for IPv6. How often is the engine's business. Called from the
 * agent's thread; must not block.
 */
public interface NeighborAnnouncer extends AutoCloseable {

  /** Returns false when the kernel did not take the frame; the caller counts it. */
  boolean announce(String interfaceName, InetAddress address);

  @Override
  void close();
}
