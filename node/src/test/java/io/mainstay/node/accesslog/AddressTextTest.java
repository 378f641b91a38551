package io.mainstay.node.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:80",
    "0:0:0:0:0:0:0:1, [::1]:80",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80"
  })
  void shouldPutTheShortFormInBracketsBeforeAPort(String address, String expected) {
    assertThat(AddressText.of(new InetSocketAddress(address, 80))).isEqualTo(expected);
  }

  @Test
  void shouldKeepTheZone() throws Exception {
    byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
    assertThat(AddressText.of(Inet6Address.getByAddress("", linkLocal, 7))).isEqualTo("fe80::1%7");
  }
}
