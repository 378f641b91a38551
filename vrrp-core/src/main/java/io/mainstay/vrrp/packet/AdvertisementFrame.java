package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;

/**
 * The Ethernet frame of an advertisement to the group, sent from the virtual router's MAC address
 * (RFC 9568 Sections 5.1 and 7.2). A kernel sends from the interface's own, so whoever wants the
 * virtual one writes the frame. Filled again for each advertisement and makes no garbage; one
 * thread at a time.
 */
public final class AdvertisementFrame {
  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int MAX_MESSAGE_BYTES = 8 + 255 * 16;

  /** The longest frame there is, far beyond what a link of 1500 bytes carries. */
  public static final int MAX_BYTES = ETHERNET_HEADER_BYTES + IPV6_HEADER_BYTES + MAX_MESSAGE_BYTES;

  private static final int PROTOCOL = 112;

  /** CS6, which is for what routers say to one another. */
  private static final int TRAFFIC_CLASS = 0xc0;

  private final AddressFamily family;
  private final int headerBytes;
  private final byte[] bytes;

  public AdvertisementFrame(VirtualMac source) {
    family = source.family();
    headerBytes =
        ETHERNET_HEADER_BYTES
            + (family == AddressFamily.IPV4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES);
    bytes = new byte[headerBytes + MAX_MESSAGE_BYTES];
    System.arraycopy(source.toBytes(), 0, bytes, VirtualMac.BYTES, VirtualMac.BYTES);
    if (family == AddressFamily.IPV4) {
      startIpv4();
    } else {
      startIpv6();
    }
  }

  /** To 01:00:5e:00:00:12, for 224.0.0.18. */
  private void startIpv4() {
    bytes[0] = 1;
    bytes[2] = 0x5e;
    bytes[5] = 0x12;
    putShort(12, 0x0800);
    bytes[14] = 0x45;
    bytes[15] = (byte) TRAFFIC_CLASS;
    // Never in fragments, so the identification may stay zero (RFC 6864 Section 4.1).
    putShort(20, 0x4000);
    bytes[22] = (byte) 255;
    bytes[23] = PROTOCOL;
    bytes[30] = (byte) 224;
    bytes[33] = 18;
  }

  /** To 33:33:00:00:00:12, for ff02::12. */
  private void startIpv6() {
    bytes[0] = 0x33;
    bytes[1] = 0x33;
    bytes[5] = 0x12;
    putShort(12, 0x86dd);
    bytes[14] = 0x60 | TRAFFIC_CLASS >> 4;
    bytes[20] = PROTOCOL;
    bytes[21] = (byte) 255;
    bytes[38] = (byte) 0xff;
    bytes[39] = 0x02;
    bytes[53] = 0x12;
  }

  /**
   * Fills in one advertisement.
   *
   * @param source the IP address to send from, of the router's family
   * @param message the VRRP message with its checksum
   * @return how many of {@link #bytes} are the frame
   */
  public int fill(byte[] source, byte[] message, int length) {
    if (source.length != family.addressBytes() || length > MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "an advertisement over " + family + " from " + source.length + " bytes of address");
    }
    if (family == AddressFamily.IPV4) {
      putShort(16, IPV4_HEADER_BYTES + length);
      putShort(24, 0);
      System.arraycopy(source, 0, bytes, 26, source.length);
      putShort(
          24,
          InternetChecksum.complement(
              InternetChecksum.add(0, bytes, ETHERNET_HEADER_BYTES, IPV4_HEADER_BYTES)));
    } else {
      putShort(18, length);
      System.arraycopy(source, 0, bytes, 22, source.length);
    }
    System.arraycopy(message, 0, bytes, headerBytes, length);
    return headerBytes + length;
  }

  /** The frame; its first bytes are the Ethernet header. */
  public byte[] bytes() {
    return bytes;
  }

  private void putShort(int offset, int value) {
    bytes[offset] = (byte) (value >>> 8);
    bytes[offset + 1] = (byte) value;
  }
}
