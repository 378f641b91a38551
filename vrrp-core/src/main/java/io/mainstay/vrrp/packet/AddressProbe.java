package io.mainstay.vrrp.packet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The question who on a link answers for an address, asked without claiming it: an ARP probe (RFC
 * 5227 Section 2.1.1), or a Neighbor Solicitation as duplicate address detection sends it (RFC 4862
 * Section 5.4.2); and who an answer says it is.
 */
public final class AddressProbe {
  /** The length of an ARP message on Ethernet, with its header and without padding. */
  public static final int ARP_FRAME_BYTES = 42;

  private static final int MAC_BYTES = 6;
  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int ARP_SENDER_MAC = ETHERNET_HEADER_BYTES + 8;
  private static final int ARP_SENDER_ADDRESS = ETHERNET_HEADER_BYTES + 14;

  /** Hardware Ethernet, protocol IPv4, and the lengths of their addresses. */
  private static final byte[] ARP_KIND = {0, 1, 8, 0, MAC_BYTES, 4};

  private static final int IPV6_HEADER_BYTES = 40;
  private static final int SOLICITATION_BYTES = 24;
  private static final int ICMPV6 = 58;
  private static final int SOLICITATION = 135;
  private static final int ADVERTISEMENT = 136;
  private static final int TARGET = 8;
  private static final int OPTIONS = 24;
  private static final int OPTION_UNIT_BYTES = 8;
  private static final int TARGET_MAC_OPTION = 2;

  private AddressProbe() {}

  /**
   * A whole Ethernet frame that asks.
   *
   * @param macAddress the 6 bytes of the sending interface
   * @param address 4 or 16 bytes
   */
  public static byte[] frame(byte[] macAddress, byte[] address) {
    if (macAddress.length != MAC_BYTES || (address.length != 4 && address.length != 16)) {
      throw new IllegalArgumentException("a probe needs a 6 byte MAC and an IP address");
    }
    return address.length == 4
        ? arpFrame(macAddress, address)
        : solicitationFrame(macAddress, address);
  }

  private static byte[] arpFrame(byte[] macAddress, byte[] address) {
    byte[] frame = new byte[ARP_FRAME_BYTES];
    Arrays.fill(frame, 0, MAC_BYTES, (byte) 0xff);
    System.arraycopy(macAddress, 0, frame, MAC_BYTES, MAC_BYTES);
    frame[12] = 0x08;
    frame[13] = 0x06;
    System.arraycopy(ARP_KIND, 0, frame, ETHERNET_HEADER_BYTES, ARP_KIND.length);
    frame[ETHERNET_HEADER_BYTES + 7] = 1;
    System.arraycopy(macAddress, 0, frame, ARP_SENDER_MAC, MAC_BYTES);
    // The sender's address stays 0.0.0.0: nobody's cache changes, whoever has the address.
    System.arraycopy(address, 0, frame, ARP_SENDER_ADDRESS + 10, 4);
    return frame;
  }

  private static byte[] solicitationFrame(byte[] macAddress, byte[] address) {
    byte[] frame = new byte[ETHERNET_HEADER_BYTES + IPV6_HEADER_BYTES + SOLICITATION_BYTES];
    frame[0] = 0x33;
    frame[1] = 0x33;
    frame[2] = (byte) 0xff;
    System.arraycopy(address, 13, frame, 3, 3);
    System.arraycopy(macAddress, 0, frame, MAC_BYTES, MAC_BYTES);
    frame[12] = (byte) 0x86;
    frame[13] = (byte) 0xdd;
    int packet = ETHERNET_HEADER_BYTES;
    frame[packet] = 0x60;
    frame[packet + 5] = SOLICITATION_BYTES;
    frame[packet + 6] = ICMPV6;
    frame[packet + 7] = (byte) 255;
    // From the unspecified address to the solicited-node group ff02::1:ff00:0/104.
    frame[packet + 24] = (byte) 0xff;
    frame[packet + 25] = 0x02;
    frame[packet + 35] = 1;
    frame[packet + 36] = (byte) 0xff;
    System.arraycopy(address, 13, frame, packet + 37, 3);
    int message = packet + IPV6_HEADER_BYTES;
    frame[message] = (byte) SOLICITATION;
    System.arraycopy(address, 0, frame, message + TARGET, 16);
    long sum =
        InternetChecksum.addPseudoHeader(
            0, frame, packet + 8, frame, packet + 24, 16, ICMPV6, SOLICITATION_BYTES);
    int checksum =
        InternetChecksum.complement(InternetChecksum.add(sum, frame, message, SOLICITATION_BYTES));
    frame[message + 2] = (byte) (checksum >>> 8);
    frame[message + 3] = (byte) checksum;
    return frame;
  }

  /**
   * Who says in an ARP frame, request or reply, that the address is theirs.
   *
   * @return the MAC address of whoever does, or null when the frame says nothing of the kind
   */
  public static byte @Nullable [] claimedByArp(byte[] frame, int length, byte[] address) {
    if (address.length != 4
        || length < ARP_FRAME_BYTES
        || frame[12] != 0x08
        || frame[13] != 0x06
        || !has(frame, ETHERNET_HEADER_BYTES, ARP_KIND)
        || !has(frame, ARP_SENDER_ADDRESS, address)) {
      return null;
    }
    return Arrays.copyOfRange(frame, ARP_SENDER_MAC, ARP_SENDER_MAC + MAC_BYTES);
  }

  /**
   * Who says in a Neighbor Advertisement that the address is theirs. The hop limit, which must have
   * been 255, and the checksum are the caller's or the kernel's to check.
   *
   * @param message an ICMPv6 message without its IPv6 header
   * @return the MAC address of whoever does, or null when the message names none for the address
   */
  public static byte @Nullable [] claimedByAdvertisement(
      byte[] message, int length, byte[] address) {
    if (address.length != 16
        || length < OPTIONS
        || (message[0] & 0xff) != ADVERTISEMENT
        || !has(message, TARGET, address)) {
      return null;
    }
    int option = OPTIONS;
    while (length - option >= OPTION_UNIT_BYTES) {
      int bytes = (message[option + 1] & 0xff) * OPTION_UNIT_BYTES;
      if (bytes == 0) {
        return null;
      }
      if (message[option] == TARGET_MAC_OPTION) {
        return Arrays.copyOfRange(message, option + 2, option + 2 + MAC_BYTES);
      }
      option += bytes;
    }
    return null;
  }

  private static boolean has(byte[] bytes, int offset, byte[] expected) {
    return Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
  }
}
