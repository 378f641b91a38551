package io.mainstay.node.peer;

import java.util.List;

/**
 * What this node tells its peers about itself; immutable. Names are unique.
 *
 * @param routers all virtual routers, at most {@link PeerLinkLimits#MAX_ROUTERS}
 */
public record LocalState(List<RouterState> routers) {
  public LocalState {
    routers = List.copyOf(routers);
    if (routers.size() > PeerLinkLimits.MAX_ROUTERS) {
      throw new IllegalArgumentException(
          "the peer link carries at most " + PeerLinkLimits.MAX_ROUTERS + " routers");
    }
  }
}
