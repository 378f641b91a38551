package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "web1:80,web1,80",
    "10.0.0.1:65535,10.0.0.1,65535",
    "*:80,*,80",
    ":80,*,80",
    "[::1]:443,::1,443",
    "[2001:db8::3]:0,2001:db8::3,0"
  })
  void shouldReadHostAndPort(String text, String host, int port) {
    assertThat(HostPort.parse(text)).contains(new HostPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"web1", "web1:", "web1:+80", "web1:65536", "::1:80", "web1:8o", "web1:999999"})
  void shouldRefuseWhatIsNoAddress(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }

  @Test
  void shouldTakeTheEmptyHostForEveryAddress() {
    assertThat(HostPort.parse(":8080")).contains(new HostPort(HostPort.ANY, 8080));
  }
}
