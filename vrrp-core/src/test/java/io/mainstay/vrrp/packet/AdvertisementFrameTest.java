package io.mainstay.vrrp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vrrp.AddressFamily;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AdvertisementFrameTest {
  private static final byte[] MESSAGE = HexFormat.of().parseHex("310ac8020064828ac0000201c0000202");

  @Test
  void shouldSayIpv4FromTheVirtualMacToTheGroup() throws Exception {
    AdvertisementFrame frame = new AdvertisementFrame(new VirtualMac(AddressFamily.IPV4, 10));

    assertThat(filled(frame, "192.0.2.251"))
        .isEqualTo(
            "01005e000012"
                + "00005e00010a"
                + "0800"
                + "45c0002400004000ff70d79b"
                + "c00002fb"
                + "e0000012"
                + HexFormat.of().formatHex(MESSAGE));
  }

  @Test
  void shouldSayIpv6FromTheVirtualMacToTheGroup() throws Exception {
    AdvertisementFrame frame = new AdvertisementFrame(new VirtualMac(AddressFamily.IPV6, 255));

    assertThat(filled(frame, "fe80::c8"))
        .isEqualTo(
            "333300000012"
                + "00005e0002ff"
                + "86dd"
                + "6c000000001070ff"
                + "fe8000000000000000000000000000c8"
                + "ff020000000000000000000000000012"
                + HexFormat.of().formatHex(MESSAGE));
  }

  @Test
  void shouldSayTheSameWhenFilledAgain() throws Exception {
    AdvertisementFrame frame = new AdvertisementFrame(new VirtualMac(AddressFamily.IPV4, 10));
    String first = filled(frame, "192.0.2.251");

    assertThat(filled(frame, "192.0.2.3")).isNotEqualTo(first);
    assertThat(filled(frame, "192.0.2.251")).isEqualTo(first);
  }

  @Test
  void shouldRefuseASourceOfTheOtherFamilyAndAVridThatNobodyHas() {
    AdvertisementFrame frame = new AdvertisementFrame(new VirtualMac(AddressFamily.IPV4, 10));

    assertThatThrownBy(() -> frame.fill(new byte[16], MESSAGE, MESSAGE.length))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new VirtualMac(AddressFamily.IPV4, 256))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldBeWrittenAsPeopleDo() {
    assertThat(new VirtualMac(AddressFamily.IPV4, 51)).hasToString("00:00:5e:00:01:33");
    assertThat(new VirtualMac(AddressFamily.IPV6, 51)).hasToString("00:00:5e:00:02:33");
  }

  private static String filled(AdvertisementFrame frame, String source) throws Exception {
    int length = frame.fill(InetAddress.getByName(source).getAddress(), MESSAGE, MESSAGE.length);
    return HexFormat.of().formatHex(Arrays.copyOf(frame.bytes(), length));
  }
}
