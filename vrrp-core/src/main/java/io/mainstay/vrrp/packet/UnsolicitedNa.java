package io.mainstay.vrrp.packet;

/**
 * The unsolicited Neighbor Advertisement by which a new MASTER tells its link that an IPv6 address
 * moved (RFC 9568 Section 6.4.2, RFC 4861 Section 7.2.6): to all nodes, not solicited, overriding.
 */
public final class UnsolicitedNa {
  public static final int ETHERNET_HEADER_BYTES = 14;
  public static final int PACKET_BYTES = 72;
  public static final int FRAME_BYTES = ETHERNET_HEADER_BYTES + PACKET_BYTES;

  private static final int IPV6_HEADER_BYTES = 40;
  private static final int MESSAGE_BYTES = PACKET_BYTES - IPV6_HEADER_BYTES;
  private static final int ICMPV6 = 58;
  private static final int FLAG_ROUTER = 0x80;
  private static final int FLAG_OVERRIDE = 0x20;

  /** The R flag: a host that forwards packets must set it, or hosts drop it as a router. */
  public enum Role {
    HOST,
    ROUTER
  }

  private UnsolicitedNa() {}

  /**
   * A whole Ethernet frame to 33:33:00:00:00:01.
   *
   * @param macAddress the 6 bytes of the sending interface
   * @param address the 16 bytes of the virtual address; it is the source of the packet as well
   */
  public static byte[] frame(byte[] macAddress, byte[] address, Role role) {
    byte[] packet = packet(macAddress, address, role);
    byte[] frame = new byte[FRAME_BYTES];
    frame[0] = 0x33;
    frame[1] = 0x33;
    frame[5] = 1;
    System.arraycopy(macAddress, 0, frame, 6, 6);
    frame[12] = (byte) 0x86;
    frame[13] = (byte) 0xdd;
    System.arraycopy(packet, 0, frame, ETHERNET_HEADER_BYTES, PACKET_BYTES);
    return frame;
  }

  /** The IPv6 packet of {@link #frame} alone, header and ICMPv6 checksum included. */
  public static byte[] packet(byte[] macAddress, byte[] address, Role role) {
    if (macAddress.length != 6 || address.length != 16) {
      throw new IllegalArgumentException(
          "a Neighbor Advertisement needs a 6 byte MAC and a 16 byte IPv6 address");
    }
    byte[] packet = new byte[PACKET_BYTES];
    packet[0] = 0x60;
    packet[5] = MESSAGE_BYTES;
    packet[6] = ICMPV6;
    packet[7] = (byte) 255;
    System.arraycopy(address, 0, packet, 8, 16);
    packet[24] = (byte) 0xff;
    packet[25] = 0x02;
    packet[39] = 1;

    int message = IPV6_HEADER_BYTES;
    packet[message] = (byte) 136;
    packet[message + 4] = (byte) (FLAG_OVERRIDE | (role == Role.ROUTER ? FLAG_ROUTER : 0));
    System.arraycopy(address, 0, packet, message + 8, 16);
    packet[message + 24] = 2;
    packet[message + 25] = 1;
    System.arraycopy(macAddress, 0, packet, message + 26, 6);

    long sum =
        InternetChecksum.addPseudoHeader(0, packet, 8, packet, 24, 16, ICMPV6, MESSAGE_BYTES);
    int checksum =
        InternetChecksum.complement(InternetChecksum.add(sum, packet, message, MESSAGE_BYTES));
    packet[message + 2] = (byte) (checksum >>> 8);
    packet[message + 3] = (byte) checksum;
    return packet;
  }
}
