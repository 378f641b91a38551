package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import org.jspecify.annotations.Nullable;

/** What the decoder asks about the host while it checks a datagram; answers must not allocate. */
public interface KnownRouters {

  /**
   * Whether this host sends from an address on an interface. Virtual addresses do not count: their
   * owner may be sending while this host, its backup, still holds them.
   *
   * @param bytes where the address stands, from {@code offset} on; it must not be kept
   */
  boolean isOwnAddress(int interfaceIndex, AddressFamily family, byte[] bytes, int offset);

  /**
   * Whether what came from this host's own address may be this host's own message.
   *
   * @param bytes where the message stands, from {@code offset} on; it must not be kept
   */
  default boolean mayHaveSent(
      int interfaceIndex, AddressFamily family, byte[] bytes, int offset, int length) {
    return true;
  }

  /** Whether any virtual router on that interface has unicast peers. */
  default boolean hearsUnicast(int interfaceIndex, AddressFamily family) {
    return false;
  }

  /**
   * The lowest TTL or hop limit that any virtual router on that interface accepts of a sender: 255,
   * unless it is a unicast peer of which less is asked.
   */
  default int minimumHopLimit(int interfaceIndex, AddressFamily family, byte[] sender, int offset) {
    return WireFormat.HOP_LIMIT;
  }

  /** The virtual router with this number on that interface, or null. */
  @Nullable ExpectedAdvertisement find(int interfaceIndex, AddressFamily family, int vrid);
}
