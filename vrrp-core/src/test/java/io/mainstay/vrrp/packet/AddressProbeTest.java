package io.mainstay.vrrp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressProbeTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] MAC = HEX.parseHex("02004c4f4f50");

  private static byte[] ip(String text) throws Exception {
    return InetAddress.getByName(text).getAddress();
  }

  @Test
  void shouldAskByArpFromNoAddress() throws Exception {
    assertThat(HEX.formatHex(AddressProbe.frame(MAC, ip("192.0.2.1"))))
        .isEqualTo(
            "ffffffffffff02004c4f4f500806"
                + "0001080006040001"
                + "02004c4f4f5000000000"
                + "000000000000c0000201");
  }

  @Test
  void shouldAskBySolicitationFromNoAddressToTheGroupOfTheTarget() throws Exception {
    byte[] frame = AddressProbe.frame(MAC, ip("2001:db8::12:3456"));

    assertThat(HEX.formatHex(frame))
        .startsWith(
            "3333ff12345602004c4f4f5086dd"
                + "6000000000183aff"
                + "00000000000000000000000000000000"
                + "ff0200000000000000000001ff123456"
                + "8700")
        .endsWith("00000000" + "20010db8000000000000000000123456");
    long sum = InternetChecksum.addPseudoHeader(0, frame, 22, frame, 38, 16, 58, 24);
    assertThat(InternetChecksum.complement(InternetChecksum.add(sum, frame, 54, 24))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // A reply, a gratuitous request, a probe for the address, a claim of another one, not Ethernet.
    "0806, 0001080006040002, c0000201, true",
    "0806, 0001080006040001, c0000201, true",
    "0806, 0001080006040001, 00000000, false",
    "0806, 0001080006040002, c0000202, false",
    "0806, 0006080006040002, c0000201, false",
    "8035, 0001080006040002, c0000201, false",
  })
  void shouldHearAClaimInArp(String type, String kind, String sender, boolean claims)
      throws Exception {
    byte[] frame =
        HEX.parseHex(
            "02004c4f4f50"
                + "020000000007"
                + type
                + kind
                + "020000000007"
                + sender
                + "02004c4f4f50"
                + "c0000201");

    byte[] claimer = AddressProbe.claimedByArp(frame, frame.length, ip("192.0.2.1"));

    assertThat(claimer == null ? "" : HEX.formatHex(claimer))
        .isEqualTo(claims ? "020000000007" : "");
  }

  @Test
  void shouldHearAClaimInANeighborAdvertisement() throws Exception {
    byte[] packet = UnsolicitedNa.packet(MAC, ip("2001:db8::1"), UnsolicitedNa.Role.HOST);
    byte[] message = Arrays.copyOfRange(packet, 40, packet.length);

    assertThat(AddressProbe.claimedByAdvertisement(message, message.length, ip("2001:db8::1")))
        .isEqualTo(MAC);
    assertThat(AddressProbe.claimedByAdvertisement(message, message.length, ip("2001:db8::2")))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'', none at all",
    "0100000000000000, another option only",
    "0200000000000000, an option of no length",
    "01ff000000000000, an option that ends outside",
    "0201, an option cut short"
  })
  void shouldHearNothingInAnAdvertisementWithoutAMac(String options, String why) throws Exception {
    byte[] message =
        HEX.parseHex("8800000020000000" + "20010db8000000000000000000000001" + options);

    assertThat(AddressProbe.claimedByAdvertisement(message, message.length, ip("2001:db8::1")))
        .as(why)
        .isNull();
  }

  @Test
  void shouldHearNothingInWhatIsCutShort() throws Exception {
    byte[] arp = GratuitousArp.frame(MAC, ip("192.0.2.1"));
    byte[] packet = UnsolicitedNa.packet(MAC, ip("2001:db8::1"), UnsolicitedNa.Role.HOST);
    byte[] message = Arrays.copyOfRange(packet, 40, packet.length);
    for (int length = 0; length < arp.length; length++) {
      assertThat(AddressProbe.claimedByArp(arp, length, ip("192.0.2.1"))).isNull();
    }
    for (int length = 0; length < message.length; length++) {
      assertThat(AddressProbe.claimedByAdvertisement(message, length, ip("2001:db8::1"))).isNull();
    }
  }

  @Test
  void shouldRefuseWhatIsNoAddress() {
    assertThatThrownBy(() -> AddressProbe.frame(MAC, new byte[5]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AddressProbe.frame(new byte[8], new byte[4]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
