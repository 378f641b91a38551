package io.mainstay.vrrp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NeighborFramesTest {
  private static final byte[] MAC = HexFormat.of().parseHex("02004c4f4f50");

  @Test
  void shouldBroadcastAnArpRequestWhoseSenderAndTargetAreTheVirtualAddress() throws Exception {
    byte[] frame = GratuitousArp.frame(MAC, InetAddress.getByName("192.0.2.1").getAddress());

    assertThat(HexFormat.of().formatHex(frame))
        .isEqualTo(
            "ffffffffffff"
                + "02004c4f4f50"
                + "0806"
                + "0001080006040001"
                + "02004c4f4f50"
                + "c0000201"
                + "ffffffffffff"
                + "c0000201");
  }

  @Test
  void shouldOverrideNeighborsOfAnIpv6AddressWithoutBeingSolicited() throws Exception {
    byte[] address = InetAddress.getByName("2001:db8::1").getAddress();

    byte[] frame = UnsolicitedNa.frame(MAC, address, UnsolicitedNa.Role.ROUTER);

    assertThat(HexFormat.of().formatHex(frame))
        .startsWith(
            "333300000001"
                + "02004c4f4f50"
                + "86dd"
                + "6000000000203aff"
                + "20010db8000000000000000000000001"
                + "ff020000000000000000000000000001"
                + "8800")
        .endsWith("a0000000" + "20010db8000000000000000000000001" + "0201" + "02004c4f4f50");
  }

  @Test
  void shouldLeaveTheRouterFlagOutForAHost() throws Exception {
    byte[] address = InetAddress.getByName("2001:db8::1").getAddress();

    assertThat(UnsolicitedNa.packet(MAC, address, UnsolicitedNa.Role.HOST)[44])
        .isEqualTo((byte) 0x20);
  }

  @Test
  void shouldCarryAChecksumThatSumsToAllOnes() throws Exception {
    byte[] packet =
        UnsolicitedNa.packet(
            MAC, InetAddress.getByName("fe80::abcd").getAddress(), UnsolicitedNa.Role.HOST);

    long sum = 58 + 32;
    for (int i = 8; i < packet.length; i += 2) {
      sum += ((packet[i] & 0xff) << 8) | (packet[i + 1] & 0xff);
    }
    assertThat((sum & 0xffff) + (sum >>> 16)).isEqualTo(0xffff);
  }

  @Test
  void shouldRefuseAnAddressOfTheOtherFamily() {
    assertThatThrownBy(() -> GratuitousArp.frame(MAC, new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UnsolicitedNa.frame(MAC, new byte[4], UnsolicitedNa.Role.HOST))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
