package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VrrpVersion;

/** What the layouts of RFC 9568 Section 5.2 and RFC 3768 Section 5.1 have in common. */
final class WireFormat {
  static final int PROTOCOL = 112;
  static final int HOP_LIMIT = 255;
  static final int TYPE_ADVERTISEMENT = 1;
  static final int FIXED_BYTES = 8;

  /** RFC 2338 Section 5.3.6, and nothing any more in RFC 3768. */
  static final int AUTH_NONE = 0;

  static final int AUTH_SIMPLE_TEXT = 1;
  static final int CHECKSUM_OFFSET = 6;

  /** RFC 3768 removed authentication and kept its eight bytes on the wire. */
  private static final int V2_TRAILER_BYTES = 8;

  private static final long NANOS_PER_CENTISECOND = 10_000_000L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final byte[] GROUP_V4 = {(byte) 224, 0, 0, 18};
  private static final byte[] GROUP_V6 = {
    (byte) 0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x12
  };

  private WireFormat() {}

  /** The multicast group; the array is shared and must not be written. */
  static byte[] group(AddressFamily family) {
    return family == AddressFamily.IPV4 ? GROUP_V4 : GROUP_V6;
  }

  /** What follows the addresses; a later authentication would have its size said here. */
  static int trailerBytes(VrrpVersion version) {
    return version == VrrpVersion.V2 ? V2_TRAILER_BYTES : 0;
  }

  static int messageBytes(VrrpVersion version, AddressFamily family, int addressCount) {
    return FIXED_BYTES + addressCount * family.addressBytes() + trailerBytes(version);
  }

  static boolean isLinkLocalIpv6(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff) == 0xfe && (bytes[offset + 1] & 0xc0) == 0x80;
  }

  static long nanosPerIntervalUnit(VrrpVersion version) {
    return version == VrrpVersion.V2 ? NANOS_PER_SECOND : NANOS_PER_CENTISECOND;
  }
}
