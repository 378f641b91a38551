package io.mainstay.vip.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7,                       203.0.113.7",
    "2409:40d0:f7:1017:74b4:3a96:105e:4c6e, 2409:40d0:f7:1017:74b4:3a96:105e:4c6e",
    "2001:DB8:0:0:1:0:0:1,              2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1,              2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1,                2001:0:0:1::1",
    "0:0:0:0:0:0:0:0,                   ::",
    "0:0:0:0:0:0:0:1,                   ::1",
    "1:0:0:0:0:0:0:0,                   1::",
  })
  void shouldWriteAddressesInTheShortestForm(String text, String expected) throws Exception {
    assertThat(AddressText.write(InetAddress.getByName(text))).isEqualTo(expected);
  }

  @Test
  void shouldReadAddresses() throws Exception {
    assertThat(AddressText.read("2001:db8::1")).contains(InetAddress.getByName("2001:db8:0::1"));
    assertThat(AddressText.read("10.0.0.1")).contains(InetAddress.getByName("10.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0", "10.0.0.256", "fe80::1%eth0", "::ffff::1", "a"})
  void shouldReadNothingElse(String text) {
    assertThat(AddressText.read(text)).isEmpty();
  }
}
