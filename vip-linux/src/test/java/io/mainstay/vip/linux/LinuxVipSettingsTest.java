package io.mainstay.vip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.vip.VirtualAddress;
import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.packet.VirtualMac;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxVipSettingsTest {
  @Test
  void shouldHaveDefaults() throws Exception {
    LinuxVipSettings settings = LinuxVipSettings.parse(Map.of());

    assertThat(settings.form()).isEqualTo(AddressForm.AUTO);
    assertThat(settings.leaseSeconds()).isEqualTo(2);
    assertThat(
            settings.interfaceOf(new VirtualAddress(InetAddress.getByName("10.0.0.9"), 32, "eth0")))
        .isEqualTo("eth0");
  }

  @Test
  void shouldUseTheDeviceInsteadOfTheRoutersInterface() throws Exception {
    LinuxVipSettings settings = LinuxVipSettings.parse(Map.of("device", "eth1"));

    assertThat(
            settings.interfaceOf(new VirtualAddress(InetAddress.getByName("10.0.0.9"), 32, "eth0")))
        .isEqualTo("eth1");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3 s,3", "5s,5", "1 second,1", "60 seconds,60"})
  void shouldReadALease(String text, int seconds) {
    assertThat(LinuxVipSettings.parse(Map.of("lease", text)).leaseSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({
    "lease, 0, whole seconds",
    "lease, 500 ms, whole seconds",
    "lease, 1.5 s, whole seconds",
    "lease, -1, whole seconds",
    "lease, 9999, whole seconds",
    "form, sticky, 'auto, process-bound, leased or permanent'",
    "accept, no, true or false",
    "virtual-mac, 51, such as ipv4/51",
    "virtual-mac, ipv5/51, such as ipv4/51",
    "virtual-mac, ipv4/256, vrid must be 1 to 255",
    "form, LEASED, 'auto, process-bound, leased or permanent'",
    "from, leased, 'accept, device, form, lease, virtual-mac'",
  })
  void shouldRefuseAWrongSettingAndSayWhatIsRight(String name, String value, String cure) {
    assertThatThrownBy(() -> LinuxVipSettings.parse(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(cure);
  }

  @Test
  void shouldReadWhoseMacAnswersAndWhetherPacketsAreTaken() {
    LinuxVipSettings settings =
        LinuxVipSettings.parse(Map.of("virtual-mac", "ipv6/51", "accept", "false"));

    assertThat(settings.virtualMac()).contains(new VirtualMac(AddressFamily.IPV6, 51));
    assertThat(settings.accepts()).isFalse();
    assertThat(LinuxVipSettings.parse(Map.of()).virtualMac()).isEmpty();
    assertThat(LinuxVipSettings.parse(Map.of()).accepts()).isTrue();
  }

  @Test
  void shouldRefuseAVirtualMacBesideWhatHasNone() {
    assertThatThrownBy(
            () -> LinuxVipSettings.parse(Map.of("virtual-mac", "ipv4/51", "form", "process-bound")))
        .hasMessageContaining("use form = leased, or virtual-mac = false");
    assertThatThrownBy(
            () -> LinuxVipSettings.parse(Map.of("virtual-mac", "ipv4/51", "device", "eth1")))
        .hasMessageContaining("remove one of them");
  }

  @Test
  void shouldBeJudgedWithoutAHostToPutAddressesOn() {
    LinuxVipMoverFactory factory = new LinuxVipMoverFactory();

    factory.check(Map.of("form", "leased", "lease", "3 s"));
    assertThatThrownBy(() -> factory.check(Map.of("form", "eternal")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("form must be auto, process-bound, leased or permanent, not eternal");
  }
}
