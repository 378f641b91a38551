package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.state.VrrpState;

/**
 * I7: an owner that can be MASTER is MASTER, at once and whoever else advertises; only another
 * owner, which is a mistake in the configuration, can take that from it.
 */
final class I7OwnerRules extends Invariant {
  private final PerRouter<boolean[]> rivalled = new PerRouter<>(() -> new boolean[1]);

  @Override
  void receiving(SimHost host, Frame frame) {
    if (frame.wellFormed && frame.priority() == VirtualRouterConfig.OWNER_PRIORITY) {
      SimRouter router = host.hearer(frame);
      if (router != null) {
        rivalled.get(router)[0] = true;
      }
    }
  }

  @Override
  void cycleEnded(SimHost host) {
    for (SimRouter router : host.routers()) {
      if (router.config().isOwner() && router.isEligible() && !rivalled.get(router)[0]) {
        check(router.state() == VrrpState.MASTER, router, "owns its addresses and is not MASTER");
      }
    }
  }
}
