package io.mainstay.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.proxy.AddressRange;
import io.mainstay.vip.VirtualAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachRulesTest {

  private static AddressRange network(String text) throws Exception {
    String[] parts = text.split("/", 2);
    return new AddressRange(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
  }

  private static Optional<String> warning(String virtual, String own) throws Exception {
    AddressRange wanted = network(virtual);
    return ReachRules.warning(
        new VirtualAddress(wanted.network(), wanted.prefixLength(), "eth0"), List.of(network(own)));
  }

  @ParameterizedTest
  @CsvSource({
    "10.42.0.240/24, 10.42.0.2/24",
    "10.42.0.240/24, 10.42.200.2/16",
    "10.42.0.240/16, 10.42.200.2/24",
    "10.42.0.240/32, 10.42.0.2/24",
    "10.42.0.240/32, 10.42.0.240/32",
    "2001:db8::240/64, 2001:db8::2/64",
    "2001:db8::240/128, 2001:db8::2/64",
  })
  void shouldBeSilentWhenTheInterfaceIsInTheNetwork(String virtual, String own) throws Exception {
    assertThat(warning(virtual, own)).isEmpty();
  }

  @Test
  void shouldNameTheNetworkThatTheInterfaceIsNotIn() throws Exception {
    assertThat(warning("10.42.1.240/23", "10.42.2.2/24"))
        .contains(
            "eth0 has no address in 10.42.0.0/23; hosts there will not reach 10.42.1.240 through"
                + " it");
    assertThat(warning("10.42.0.240/32", "10.42.1.2/24"))
        .contains(
            "10.42.0.240 is in no network of eth0; without a route of their own, hosts will not"
                + " reach it through it");
    assertThat(warning("2001:db8::240/64", "10.42.0.2/24")).isPresent();
    assertThat(warning("10.42.0.240/0", "2001:db8::2/64")).isPresent();
  }
}
