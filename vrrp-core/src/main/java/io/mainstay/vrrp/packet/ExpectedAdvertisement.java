package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.util.Arrays;

/** What a configured virtual router expects of its peers, laid out for comparing with bytes. */
public final class ExpectedAdvertisement {
  final VrrpVersion version;
  final long intervalNanos;
  final boolean localIsOwner;
  private final int addressBytes;
  private final byte[] addresses;

  private ExpectedAdvertisement(VirtualRouterConfig config) {
    version = config.version();
    intervalNanos = config.advertisementInterval().toNanos();
    localIsOwner = config.priority() == VirtualRouterConfig.OWNER_PRIORITY;
    AddressFamily family = config.family();
    addressBytes = family.addressBytes();
    addresses = packed(config);
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
