package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import org.jspecify.annotations.Nullable;

/** Runs IPv4 VRID 10 on every interface, and finds it without allocating. */
final class SingleRouterHost implements KnownRouters {
  private final ExpectedAdvertisement expected;

  SingleRouterHost(VrrpVersion version) {
    expected =
        ExpectedAdvertisement.of(
            VirtualRouterConfig.builder("test", "eth0", 10)
                .version(version)
                .addresses(Datagrams.address("192.0.2.1"), Datagrams.address("192.0.2.2"))
                .build());
  }

  @Override
  public boolean isOwnAddress(int interfaceIndex, AddressFamily family, byte[] bytes, int offset) {
    return false;
  }

  @Override
  public @Nullable ExpectedAdvertisement find(int interfaceIndex, AddressFamily family, int vrid) {
    return vrid == 10 && family == AddressFamily.IPV4 ? expected : null;
  }
}
