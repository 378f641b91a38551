package io.mainstay.node.peer;

import io.mainstay.vrrp.state.VrrpState;
import java.io.IOException;
import java.util.List;

/** A node's link in a process of its own, so that a test can kill it. */
final class PeerLinkChild {
  static final String KEY = "a key for tests, long enough";

  private PeerLinkChild() {}

  /** Listens on the first port, has the second as its peer, and ends when its input does. */
  public static void main(String[] ports) throws IOException {
    PeerLinkConfig config =
        new PeerLinkConfig(
            "child",
            "1",
            Routers.endpoint(Integer.parseInt(ports[0])),
            List.of(Routers.endpoint(Integer.parseInt(ports[1]))),
            new PeerSecurity.SharedKey(KEY),
            PeerLinkLimits.defaults());
    try (PeerLink link =
        PeerLink.start(config, () -> Routers.vip(VrrpState.MASTER, 101), new Heard())) {
      while (System.in.read() >= 0) {
        link.resign("vip");
      }
    }
  }
}
