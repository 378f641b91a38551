package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.PlainPassword;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
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

  private ExpectedAdvertisement(VirtualRouterConfig config) {
    version = config.version();
    intervalNanos = config.advertisementInterval().toNanos();
    localIsOwner = config.priority() == VirtualRouterConfig.OWNER_PRIORITY;
    AddressFamily family = config.family();
    addressBytes = family.addressBytes();
    addresses = packed(config);
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
    int addressBytes = config.family().addressBytes();
    byte[] packed = new byte[config.addresses().size() * addressBytes];
    for (int i = 0; i < config.addresses().size(); i++) {
      System.arraycopy(
          config.addresses().get(i).getAddress(), 0, packed, i * addressBytes, addressBytes);
    }
    return packed;
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
      int item = itemsOffset + i;
      boolean found = false;
      for (int j = 0; j < length && !found; j += addressBytes) {
        int candidate = setOffset + j;
        found =
            Arrays.equals(
                set, candidate, candidate + addressBytes, items, item, item + addressBytes);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }
}
