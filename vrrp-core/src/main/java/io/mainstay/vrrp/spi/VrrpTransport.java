package io.mainstay.vrrp.spi;

import io.mainstay.vrrp.AddressFamily;
import java.io.IOException;

/**
 * Sends and receives VRRP messages (IP protocol 112) on any number of links, and is what the
 * agent's thread sleeps in. All methods but {@link #wakeup} are called from the agent's thread, or
 * before that thread starts.
 */
public interface VrrpTransport extends AutoCloseable {

  /** Takes the datagrams that {@link #receive} finds. */
  @FunctionalInterface
  interface Receiver {
    void onDatagram(ReceivedDatagram datagram);
  }

  /**
   * Joins the VRRP group of the family (224.0.0.18 or ff02::12) on the interface, so that its
   * advertisements arrive and can be sent. Opening an open link again joins again, which mends a
   * membership that the kernel dropped when the interface went away.
   *
   * @throws IOException when the interface does not exist or a capability is missing; the message
   *     names it and the cure
   */
  void open(String interfaceName, AddressFamily family) throws IOException;

  /** Leaves the group again; closing a link that is not open does nothing. */
  void close(String interfaceName, AddressFamily family);

  /**
   * Sends one VRRP message to the group of the family with TTL or hop limit 255. The host must not
   * deliver it to itself (IP_MULTICAST_LOOP off): what comes from an own address is taken for a
   * sign that another host has it too.
   *
   * @param source the address to send from, 4 or 16 bytes; it must be one of the interface's
   * @return true when the kernel took it; false when it did not (interface down, no buffer), which
   *     the caller counts
   */
  boolean send(
      String interfaceName, AddressFamily family, byte[] source, byte[] message, int length);

  /**
   * Sends one VRRP message to one host with TTL or hop limit 255, for routers with unicast peers.
   *
   * @param source the address to send from, 4 or 16 bytes; it must be one of the interface's
   * @param destination the address to send to, 4 or 16 bytes; neither array is kept
   * @return true when the kernel took it; a transport that knows multicast only takes nothing
   */
  default boolean send(
      String interfaceName,
      AddressFamily family,
      byte[] source,
      byte[] destination,
      byte[] message,
      int length) {
    return false;
  }

  /**
   * Hands over what has arrived, at most {@code limit} datagrams, without waiting.
   *
   * @return how many were handed over; less than {@code limit} means that nothing is left
   */
  int receive(Receiver receiver, int limit);

  /** Waits until a datagram or an interface event can be read, {@link #wakeup}, or the time. */
  void await(long maxNanos);

  /** Ends a running or the next {@link #await}; any thread may call it. */
  void wakeup();

  @Override
  void close();
}
