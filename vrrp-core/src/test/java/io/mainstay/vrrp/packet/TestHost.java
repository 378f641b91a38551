package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The host that receives the vectors; the vector file describes it. */
final class TestHost implements KnownRouters {
  private final Map<String, ExpectedAdvertisement> routers = new HashMap<>();

  TestHost() {
    add(7, 10, VrrpVersion.V3, 100, "192.0.2.1", "192.0.2.2");
    add(7, 11, VrrpVersion.V2, 100, "192.0.2.1", "192.0.2.2");
    add(7, 12, VrrpVersion.V3, 255, "192.0.2.1", "192.0.2.2");
    add(7, 13, VrrpVersion.V2, 255, "192.0.2.1", "192.0.2.2");
    add(8, 20, VrrpVersion.V3, 100, "192.0.2.1", "192.0.2.2");
    add(7, 10, VrrpVersion.V3, 100, "fe80::1", "2001:db8::1");
    add(
        7,
        VirtualRouterConfig.builder("test", "eth7", 14)
            .addresses(Datagrams.address("192.0.2.1"))
            .excludedAddresses(List.of(Datagrams.address("192.0.2.9")))
            .build());
    add(7, VirtualRouterConfig.builder("test", "eth7", 15).noAddresses(AddressFamily.IPV4).build());
  }

  private void add(int index, int vrid, VrrpVersion version, int priority, String... addresses) {
    VirtualRouterConfig config =
        VirtualRouterConfig.builder("test", "eth" + index, vrid)
            .version(version)
            .priority(priority)
            .addresses(Arrays.stream(addresses).map(Datagrams::address).toArray(InetAddress[]::new))
            .build();
    add(index, config);
  }

  private void add(int index, VirtualRouterConfig config) {
    routers.put(
        index + "/" + config.family() + "/" + config.vrid(), ExpectedAdvertisement.of(config));
  }

  @Override
  public boolean isOwnAddress(int interfaceIndex, AddressFamily family, byte[] bytes, int offset) {
    byte[] own =
        Datagrams.address(family == AddressFamily.IPV4 ? "192.0.2.10" : "fe80::a").getAddress();
    return Arrays.equals(own, 0, own.length, bytes, offset, offset + own.length);
  }

  @Override
  public boolean mayHaveSent(
      int interfaceIndex, AddressFamily family, byte[] bytes, int offset, int length) {
    return length > 2 && (bytes[offset + 2] & 0xff) == 200;
  }

  @Override
  public @Nullable ExpectedAdvertisement find(int interfaceIndex, AddressFamily family, int vrid) {
    return routers.get(interfaceIndex + "/" + family + "/" + vrid);
  }
}
