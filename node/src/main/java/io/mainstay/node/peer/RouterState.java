package io.mainstay.node.peer;

import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.util.Optional;

/**
 * One virtual router of a node at one moment, as the nodes tell each other.
 *
 * @param name its configured name; the nodes of a pair must call it the same
 * @param effectivePriority the priority it advertises or would advertise, 0 to 255
 * @param sourceAddress where its advertisements come from; empty when it has none at the moment
 */
public record RouterState(
    String name,
    VrrpState state,
    int effectivePriority,
    Optional<InetAddress> sourceAddress,
    RouterFingerprint fingerprint) {
  public RouterState {
    if (!WireText.fits(name)) {
      throw new IllegalArgumentException(
          "a router's name must be 1 to "
              + WireText.MAX_BYTES
              + " printable bytes to go over the"
              + " peer link: "
              + name);
    }
  }
}
