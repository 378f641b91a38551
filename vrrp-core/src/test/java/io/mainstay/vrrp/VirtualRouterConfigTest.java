package io.mainstay.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vrrp.net.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
