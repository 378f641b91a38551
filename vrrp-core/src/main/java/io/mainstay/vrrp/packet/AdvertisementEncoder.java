package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.util.Arrays;

/**
 * Writes the advertisements of one virtual router (RFC 9568 Section 5.2, RFC 3768 Section 5.1) into
 * a buffer that it owns. Not thread-safe.
 */
public final class AdvertisementEncoder {
  private final AddressFamily family;
  private final boolean pseudoHeader;
  private final byte[] message;
  private boolean written;

  public AdvertisementEncoder(VirtualRouterConfig config) {
    VrrpVersion version = config.version();
    family = config.family();
    pseudoHeader =
        family == AddressFamily.IPV6
            || (version == VrrpVersion.V3 && config.checksumMode() == ChecksumMode.PSEUDO_HEADER);
    message = new byte[WireFormat.messageBytes(version, family, config.addresses().size())];
    message[0] = (byte) (version.number() << 4 | WireFormat.TYPE_ADVERTISEMENT);
    message[1] = (byte) config.vrid();
    message[3] = (byte) config.addresses().size();
    long interval =
        config.advertisementInterval().toNanos() / WireFormat.nanosPerIntervalUnit(version);
    if (version == VrrpVersion.V3) {
      message[4] = (byte) (interval >>> 8);
    }
    message[5] = (byte) interval;
    if (config.password().isPresent()) {
      byte[] password = config.password().get().bytes();
      message[4] = WireFormat.AUTH_SIMPLE_TEXT;
      System.arraycopy(password, 0, message, message.length - password.length, password.length);
    }
    byte[] addresses = ExpectedAdvertisement.packed(config);
    System.arraycopy(addresses, 0, message, WireFormat.FIXED_BYTES, addresses.length);
  }

  /** Whether these bytes are what was written last; not so before anything was. */
  public boolean wroteLast(byte[] bytes, int offset, int length) {
    return written && Arrays.equals(bytes, offset, offset + length, message, 0, message.length);
  }

  /**
   * Writes the next advertisement to the multicast group.
   *
   * @param priority 0 to 255
   * @param source the address it will be sent from, 4 or 16 bytes; a pseudo-header covers it
   * @return the whole message, valid until the next call
   */
  public byte[] encode(int priority, byte[] source) {
    return encode(priority, source, WireFormat.group(family));
  }

  /**
   * Writes the next advertisement to one host.
   *
   * @param destination where it will be sent to, 4 or 16 bytes; a pseudo-header covers it
   * @return the whole message, valid until the next call
   */
  public byte[] encode(int priority, byte[] source, byte[] destination) {
    written = true;
    message[2] = (byte) priority;
    message[WireFormat.CHECKSUM_OFFSET] = 0;
    message[WireFormat.CHECKSUM_OFFSET + 1] = 0;
    long sum = InternetChecksum.add(0, message, 0, message.length);
    if (pseudoHeader) {
      sum =
          InternetChecksum.addPseudoHeader(
              sum,
              source,
              0,
              destination,
              0,
              family.addressBytes(),
              WireFormat.PROTOCOL,
              message.length);
    }
    int checksum = InternetChecksum.complement(sum);
    message[WireFormat.CHECKSUM_OFFSET] = (byte) (checksum >>> 8);
    message[WireFormat.CHECKSUM_OFFSET + 1] = (byte) checksum;
    return message;
  }
}
