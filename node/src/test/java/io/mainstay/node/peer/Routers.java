package io.mainstay.node.peer;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Router states for tests. */
final class Routers {
  private Routers() {}

  static RouterFingerprint fingerprint(int priority, String... addresses) {
    return new RouterFingerprint(
        51,
        AddressFamily.IPV4,
        VrrpVersion.V3,
        Duration.ofSeconds(1),
        true,
        priority,
        Arrays.stream(addresses).map(Routers::address).toList());
  }

  static RouterState router(String name, VrrpState state, RouterFingerprint fingerprint) {
    return new RouterState(
        name,
        state,
        fingerprint.priority(),
        Optional.of(address("10.42.0." + fingerprint.priority())),
        fingerprint);
  }

  static LocalState vip(VrrpState state, int priority) {
    return new LocalState(List.of(router("vip", state, fingerprint(priority, "10.42.0.240"))));
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A port on the loopback address. */
  static InetSocketAddress endpoint(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
