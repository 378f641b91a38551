package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
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
  }

  private void add(int index, int vrid, VrrpVersion version, int priority, String... addresses) {
    VirtualRouterConfig config =
        VirtualRouterConfig.builder("test", "eth" + index, vrid)
            .version(version)
            .priority(priority)
            .addresses(Arrays.stream(addresses).map(Datagrams::address).toArray(InetAddress[]::new))
            .build();
    routers.put(index + "/" + config.family() + "/" + vrid, ExpectedAdvertisement.of(config));
  }

  @Override
  public boolean isOwnAddress(int interfaceIndex, AddressFamily family, byte[] bytes, int offset) {
    byte[] own =
        Datagrams.address(family == AddressFamily.IPV4 ? "192.0.2.10" : "fe80::a").getAddress();
    return Arrays.equals(own, 0, own.length, bytes, offset, offset + own.length);
  }

  @Override
  public @Nullable ExpectedAdvertisement find(int interfaceIndex, AddressFamily family, int vrid) {
    return routers.get(interfaceIndex + "/" + family + "/" + vrid);
  }
}
