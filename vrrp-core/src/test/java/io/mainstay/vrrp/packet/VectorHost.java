package io.mainstay.vrrp.packet;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.PlainPassword;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The virtual routers of the host that receives the vectors; the vector file describes it. */
public final class VectorHost {
  private VectorHost() {}

  /** Interface {@code ethN} has index N. */
  public static List<VirtualRouterConfig> routers() {
    List<VirtualRouterConfig> routers = new ArrayList<>();
    routers.add(four(7, 10).build());
    routers.add(four(7, 11).version(VrrpVersion.V2).build());
    routers.add(four(7, 12).priority(255).build());
    routers.add(four(7, 13).version(VrrpVersion.V2).priority(255).build());
    routers.add(router(7, 14, "192.0.2.1").excludedAddresses(addresses("192.0.2.9")).build());
    routers.add(
        VirtualRouterConfig.builder("none", "eth7", 15).noAddresses(AddressFamily.IPV4).build());
    routers.add(four(7, 17).version(VrrpVersion.V2).password(PlainPassword.of("secret")).build());
    routers.add(four(8, 20).build());
    routers.add(four(8, 21).unicast(peer(254)).build());
    routers.add(four(8, 22).unicast(peer(255)).build());
    routers.add(router(7, 10, "fe80::1", "2001:db8::1").build());
    return routers;
  }

  private static Unicast peer(int minimumTtl) {
    return new Unicast(
        Optional.empty(), List.of(new Unicast.Peer(Datagrams.address("192.0.2.251"), minimumTtl)));
  }

  private static VirtualRouterConfig.Builder four(int index, int vrid) {
    return router(index, vrid, "192.0.2.1", "192.0.2.2");
  }

  private static VirtualRouterConfig.Builder router(int index, int vrid, String... addresses) {
    return VirtualRouterConfig.builder(addresses[0] + "/" + vrid, "eth" + index, vrid)
        .addresses(addresses(addresses).toArray(new InetAddress[0]));
  }

  private static List<InetAddress> addresses(String... addresses) {
    return Arrays.stream(addresses).map(Datagrams::address).toList();
  }
}
