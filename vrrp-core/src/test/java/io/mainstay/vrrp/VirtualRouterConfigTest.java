package io.mainstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vrrp.net.TestNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualRouterConfigTest {

  private static VirtualRouterConfig.Builder vip() {
    return VirtualRouterConfig.builder("vip", "eth0", 51).addresses(TestNode.address("10.0.0.240"));
  }

  private static void assertRefused(VirtualRouterConfig.Builder config, String because) {
    assertThatThrownBy(config::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(because);
  }

  @Test
  void shouldStartWithWhatMostPeopleWant() {
    VirtualRouterConfig config = vip().build();

    assertThat(config.version()).isEqualTo(VrrpVersion.V3);
    assertThat(config.priority()).isEqualTo(100);
    assertThat(config.advertisementInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.preempt()).isTrue();
    assertThat(config.checksumMode()).isEqualTo(ChecksumMode.PSEUDO_HEADER);
    assertThat(config.family()).isEqualTo(AddressFamily.IPV4);
  }

  @Test
  void shouldRefuseWhatCannotDoWhatItAsksFor() {
    assertRefused(vip().handOver(Duration.ofSeconds(5)), "at most 4 s");
    assertRefused(vip().startupDelay(Duration.ofHours(2)), "0 to 1 h");
    assertRefused(vip().noAddresses(AddressFamily.IPV4), "addresses or noAddresses");
    assertRefused(
        vip().excludedAddresses(vip().build().addresses()), "once, excluded ones included");
    assertRefused(vip().unicast(Unicast.to(TestNode.address("fe80::9"))), "not an IPV4");
    assertRefused(
        vip().unicast(Unicast.to(vip().build().addresses().get(0))), "is a virtual address");
    assertThatThrownBy(Unicast::to).hasMessageContaining("at least one peer");
    assertThatThrownBy(() -> new Preemption(false, Duration.ofSeconds(1)))
        .hasMessageContaining("makes no sense without preemption");
  }

  /** RFC 9568 Section 5.1 and 5.2, RFC 3768 Section 5: headers, addresses, authentication. */
  @ParameterizedTest
  @CsvSource({
    "V2, 10.0.0.0, 255, 1056",
    "V3, 10.0.0.0, 255, 1048",
    "V3, 10.0.0.0, 1, 32",
    "V3, fe80::,   90,  1488",
    "V3, fe80::,   91,  1504",
  })
  @DisplayName("NL21 how large an advertisement is")
  void shouldKnowHowLargeALinkMustBe(VrrpVersion version, String first, int count, int bytes)
      throws UnknownHostException {
    byte[] address = TestNode.address(first).getAddress();
    List<InetAddress> addresses = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      address[address.length - 1] = (byte) i;
      addresses.add(InetAddress.getByAddress(address));
    }
    VirtualRouterConfig config = vip().version(version).addresses(addresses).build();

    assertThat(config.packetBytes()).isEqualTo(bytes);
    assertThat(config.tooLargeFor(bytes)).isEmpty();
    assertThat(config.tooLargeFor(0)).isEmpty();
    assertThat(config.tooLargeFor(bytes - 1).orElseThrow())
        .contains("takes " + bytes + " bytes, and the MTU of eth0 is " + (bytes - 1));
  }

  @Test
  void shouldRefuseWhatNoRfcAllows() {
    assertRefused(
        VirtualRouterConfig.builder("vip", "eth0", 0).addresses(TestNode.address("10.0.0.1")),
        "vrid must be 1 to 255, not 0");
    assertRefused(vip().priority(0), "priority must be 1 to 255, not 0");
    assertRefused(vip().priority(256), "priority must be 1 to 255, not 256");
    assertRefused(VirtualRouterConfig.builder("vip", "eth0", 51), "at least one address");
    assertRefused(
        vip().addresses(TestNode.address("10.0.0.1"), TestNode.address("10.0.0.1")),
        "each address once");
    assertRefused(
        vip().addresses(TestNode.address("10.0.0.1"), TestNode.address("fe80::1")), "not an IPV4");
    assertRefused(vip().advertisementInterval(Duration.ofMillis(15)), "in steps of 10 ms");
    assertRefused(vip().advertisementInterval(Duration.ofSeconds(41)), "10 ms to 40.95 s");
    assertRefused(vip().advertisementInterval(Duration.ofSeconds(Long.MAX_VALUE)), "40.95 s");
    assertRefused(
        vip().version(VrrpVersion.V2).advertisementInterval(Duration.ofMillis(1500)),
        "1 to 255 whole seconds");
    assertRefused(
        vip().version(VrrpVersion.V2).addresses(TestNode.address("fe80::1")), "use version 3");
    assertRefused(vip().addresses(TestNode.address("2001:db8::1")), "such as fe80::33 first");
  }
}
