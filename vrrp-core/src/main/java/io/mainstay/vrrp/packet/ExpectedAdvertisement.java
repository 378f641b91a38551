package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.PlainPassword;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** What a configured virtual router expects of its peers, laid out for comparing with bytes. */
public final class ExpectedAdvertisement {
  public static final int NO_PEER = -1;

  final VrrpVersion version;
  final long intervalNanos;
  final boolean localIsOwner;

  /** Whether peers send to this host's own address, and not to the multicast group. */
  final boolean unicast;

  /** Version 2: whether each advertisement carries the password. */
  final boolean authenticated;

  final boolean electionOnly;
  private final byte[][] peers;
  private final int[] minimumHopLimits;
  private final byte[] password;
  private final int addressBytes;
  private final byte[] addresses;

  /** All of the family that move, the excluded ones too. */
  private final byte[] moved;

  private final boolean movesMoreThanLinkLocal;

  private ExpectedAdvertisement(VirtualRouterConfig config) {
    version = config.version();
    intervalNanos = config.advertisementInterval().toNanos();
    localIsOwner = config.priority() == VirtualRouterConfig.OWNER_PRIORITY;
    AddressFamily family = config.family();
    addressBytes = family.addressBytes();
    addresses = pack(config.addresses(), addressBytes);
    List<InetAddress> ofFamily =
        config.allAddresses().stream()
            .filter(address -> address.getAddress().length == addressBytes)
            .toList();
    moved = pack(ofFamily, addressBytes);
    movesMoreThanLinkLocal = ofFamily.stream().anyMatch(address -> !address.isLinkLocalAddress());
    electionOnly = config.addresses().isEmpty();
    List<Unicast.Peer> listed = config.unicast().map(Unicast::peers).orElse(List.of());
    unicast = !listed.isEmpty();
    peers = listed.stream().map(peer -> peer.address().getAddress()).toArray(byte[][]::new);
    minimumHopLimits = listed.stream().mapToInt(Unicast.Peer::minimumTtl).toArray();
    authenticated = config.password().isPresent();
    password = config.password().map(PlainPassword::bytes).orElse(new byte[0]);
  }

  /** The lowest TTL or hop limit accepted of a unicast peer, or {@link #NO_PEER}. */
  public int minimumHopLimit(byte[] bytes, int offset) {
    for (int i = 0; i < peers.length; i++) {
      if (Arrays.equals(peers[i], 0, addressBytes, bytes, offset, offset + addressBytes)) {
        return minimumHopLimits[i];
      }
    }
    return NO_PEER;
  }

  /** Compares all bytes, however early they differ. */
  boolean hasPassword(byte[] bytes, int offset) {
    int difference = 0;
    for (int i = 0; i < password.length; i++) {
      difference |= password[i] ^ bytes[offset + i];
    }
    return difference == 0;
  }

  public static ExpectedAdvertisement of(VirtualRouterConfig config) {
    return new ExpectedAdvertisement(config);
  }

  /** The configured addresses one after the other, as an advertisement carries them. */
  static byte[] packed(VirtualRouterConfig config) {
    return pack(config.addresses(), config.family().addressBytes());
  }

  private static byte[] pack(List<InetAddress> addresses, int addressBytes) {
    byte[] packed = new byte[addresses.size() * addressBytes];
    for (int i = 0; i < addresses.size(); i++) {
      System.arraycopy(addresses.get(i).getAddress(), 0, packed, i * addressBytes, addressBytes);
    }
    return packed;
  }

  /**
   * Whether not one of the advertised addresses moves here, so that whoever advertises them is no
   * peer. Who lists none, there or here, cannot be told from a peer. The link-local address of IPv6
   * says nothing beside others: two groups with the same VRID may well have made it from that.
   */
  boolean isOfAnotherGroup(byte[] bytes, int offset, int count) {
    if (count == 0 || moved.length == 0) {
      return false;
    }
    int end = offset + count * addressBytes;
    boolean skipLinkLocal = movesMoreThanLinkLocal && listsMoreThanLinkLocal(bytes, offset, end);
    for (int item = offset; item < end; item += addressBytes) {
      if (!(skipLinkLocal && isLinkLocal(bytes, item))
          && holds(moved, 0, moved.length, bytes, item)) {
        return false;
      }
    }
    return true;
  }

  private boolean listsMoreThanLinkLocal(byte[] bytes, int offset, int end) {
    for (int item = offset; item < end; item += addressBytes) {
      if (!isLinkLocal(bytes, item)) {
        return true;
      }
    }
    return false;
  }

  private boolean isLinkLocal(byte[] bytes, int offset) {
    return addressBytes == 16 && WireFormat.isLinkLocalIpv6(bytes, offset);
  }

  /** Whether the advertised addresses are the configured ones, in whatever order. */
  boolean hasAddresses(byte[] bytes, int offset, int count) {
    int length = count * addressBytes;
    if (length != addresses.length) {
      return false;
    }
    if (Arrays.equals(bytes, offset, offset + length, addresses, 0, length)) {
      return true;
    }
    return contains(bytes, offset, addresses, 0, length)
        && contains(addresses, 0, bytes, offset, length);
  }

  private boolean contains(byte[] set, int setOffset, byte[] items, int itemsOffset, int length) {
    for (int i = 0; i < length; i += addressBytes) {
      if (!holds(set, setOffset, length, items, itemsOffset + i)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(byte[] set, int offset, int length, byte[] items, int item) {
    for (int at = offset; at < offset + length; at += addressBytes) {
      if (Arrays.equals(set, at, at + addressBytes, items, item, item + addressBytes)) {
        return true;
      }
    }
    return false;
  }
}
