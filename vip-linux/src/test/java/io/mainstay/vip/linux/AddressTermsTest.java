package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTermsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "our protocol,                          10.0.0.9, 0,    eth0,         77, true",
    "our label on a kernel without protocols, 10.0.0.9, 0,  eth0:ms,       0, true",
    "someone else's protocol,               10.0.0.9, 0,    eth0:ms,      18, false",
    "an ordinary address,                   10.0.0.9, 0x80, eth0,          0, false",
    "another label,                         10.0.0.9, 0,    eth0:vip,      0, false",
    "our protocol on IPv6,                  fd00::9,  0x80, '',           77, true",
    "an ordinary IPv6 address,              fd00::9,  0x80, '',            0, false",
    "a deprecated IPv6 address,             fd00::9,  0x20, '',            0, false",
    "a virtual IPv6 address on an old kernel, fd00::9, 0x22, '',           0, true",
  })
  @DisplayName("NL16 what marks an address as ours")
  void shouldKnowItsOwn(
      String what, String address, String flags, String label, int protocol, boolean ours)
      throws Exception {
    AddressEntry entry =
        new AddressEntry(
            2, InetAddress.getByName(address), 32, Integer.decode(flags), label, protocol);

    assertThat(AddressTerms.ours(entry, "eth0")).as(what).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "eth0,eth0:ms",
    "enp0s31f6,enp0s31f6:ms",
    "twelve-chars,twelve-chars:ms",
    "thirteen-char,''"
  })
  void shouldLabelWhereALabelFits(String interfaceName, String label) {
    assertThat(AddressTerms.label(interfaceName)).isEqualTo(label);
  }
}
