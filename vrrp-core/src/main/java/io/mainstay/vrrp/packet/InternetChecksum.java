package io.mainstay.vrrp.packet;

/**
 * The one's complement sum of RFC 1071. A sum is carried between calls as a plain number, so that a
 * pseudo-header can be added without being laid out in memory.
 */
final class InternetChecksum {

  private InternetChecksum() {}

  /** Adds bytes to a sum; an odd last byte counts as the high byte of a word. */
  static long add(long sum, byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    for (; i + 1 < end; i += 2) {
      sum += ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
    }
    if (i < end) {
      sum += (bytes[i] & 0xff) << 8;
    }
    return sum;
  }

  /**
   * Adds a pseudo-header: addresses, upper-layer length, next header. Its layouts for IPv4 (RFC
   * 5798 Section 5.2.8) and IPv6 (RFC 8200 Section 8.1) differ in field widths only, which a sum
   * does not see.
   */
  static long addPseudoHeader(
      long sum,
      byte[] source,
      int sourceOffset,
      byte[] destination,
      int destinationOffset,
      int addressBytes,
      int protocol,
      int length) {
    sum = add(sum, source, sourceOffset, addressBytes);
    sum = add(sum, destination, destinationOffset, addressBytes);
    return sum + protocol + length;
  }

  /** Folds a sum to 16 bits; over bytes that contain their own checksum it gives 0xffff. */
  static int fold(long sum) {
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) sum;
  }

  /** The value to write into a checksum field that was zero while the sum was taken. */
  static int complement(long sum) {
    return ~fold(sum) & 0xffff;
  }
}
