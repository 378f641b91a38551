package io.mainstay.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.node.lab.AddressChange.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressChangeTest {
  @Test
  void shouldReadAnAddressThatAppears() {
    String line =
        "2: eth0    inet 10.77.0.100/24 scope global secondary eth0\\       valid_lft forever preferred_lft forever";

    assertThat(AddressChange.parse(line))
        .contains(new AddressChange(Kind.PRESENT, "eth0", "10.77.0.100"));
  }

  @Test
  void shouldReadAnAddressThatGoes() {
    String line =
        "Deleted 5: tun0    inet 10.77.0.100/32 scope global tun0\\       valid_lft forever preferred_lft forever";

    assertThat(AddressChange.parse(line))
        .contains(new AddressChange(Kind.GONE, "tun0", "10.77.0.100"));
  }

  @Test
  void shouldReadAnIpv6AddressAndOneWithoutPrefix() {
    assertThat(
            AddressChange.parse(
                "2: eth0    inet6 fe80::1/64 scope link \\       valid_lft forever"))
        .contains(new AddressChange(Kind.PRESENT, "eth0", "fe80::1"));
    assertThat(
            AddressChange.parse("7: tun1    inet 10.77.0.100 peer 10.77.0.1/32 scope global tun1"))
        .contains(new AddressChange(Kind.PRESENT, "tun1", "10.77.0.100"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Deleted",
        "2: eth0: <BROADCAST,MULTICAST> mtu 1500 qdisc noqueue state UP",
        "[LINK]2: eth0",
        "10.77.0.100 dev eth0 lladdr 02:00:00:00:00:01 REACHABLE"
      })
  void shouldIgnoreOtherLines(String line) {
    assertThat(AddressChange.parse(line)).isEmpty();
  }
}
