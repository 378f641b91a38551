package io.mainstay.vrrp.packet;

/**
 * The gratuitous ARP by which a new MASTER tells its link that an IPv4 address moved (RFC 9568
 * Section 6.4.2; RFC 5227 Section 3 on why it is a request): broadcast, with sender and target both
 * the virtual address.
 */
public final class GratuitousArp {
  public static final int FRAME_BYTES = 42;

  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int MAC_BYTES = 6;

  private GratuitousArp() {}

  /**
   * A whole Ethernet frame, without padding to the minimum length, which the driver adds.
   *
   * @param macAddress the 6 bytes of the sending interface
   * @param address the 4 bytes of the virtual address
   */
  public static byte[] frame(byte[] macAddress, byte[] address) {
    if (macAddress.length != MAC_BYTES || address.length != 4) {
      throw new IllegalArgumentException("ARP needs a 6 byte MAC and a 4 byte IPv4 address");
    }
    byte[] frame = new byte[FRAME_BYTES];
    for (int i = 0; i < MAC_BYTES; i++) {
      frame[i] = (byte) 0xff;
    }
    System.arraycopy(macAddress, 0, frame, 6, MAC_BYTES);
    putShort(frame, 12, 0x0806);
    int arp = ETHERNET_HEADER_BYTES;
    putShort(frame, arp, 1);
    putShort(frame, arp + 2, 0x0800);
    frame[arp + 4] = MAC_BYTES;
    frame[arp + 5] = 4;
    putShort(frame, arp + 6, 1);
    System.arraycopy(macAddress, 0, frame, arp + 8, MAC_BYTES);
    System.arraycopy(address, 0, frame, arp + 14, 4);
    for (int i = 0; i < MAC_BYTES; i++) {
      frame[arp + 18 + i] = (byte) 0xff;
    }
    System.arraycopy(address, 0, frame, arp + 24, 4);
    return frame;
  }

  private static void putShort(byte[] bytes, int offset, int value) {
    bytes[offset] = (byte) (value >>> 8);
    bytes[offset + 1] = (byte) value;
  }
}
