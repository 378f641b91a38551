package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.TransitionReason;
import io.mainstay.vrrp.state.VrrpState;

/**
 * I7: an owner that can be MASTER is MASTER, at once and whoever else advertises; only one that was
 * paused for so long that others took over, or that joined within its start-up delay, waits for its
 * Active_Down_Interval first, as I2 has it. Only another owner, which is a mistake in the
 * configuration, can take mastership from it.
 */
final class I7OwnerRules extends Invariant {
  private final PerRouter<boolean[]> rivalled = new PerRouter<>(() -> new boolean[1]);

  private final PerRouter<boolean[]> joinedEarly = new PerRouter<>(() -> new boolean[1]);

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    joinedEarly.get(router)[0] = transition.to() == VrrpState.BACKUP && !router.isPastStartup();
  }

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
        boolean waits =
            router.state() == VrrpState.BACKUP
                && (router.lastReason() == TransitionReason.STALLED || joinedEarly.get(router)[0]);
        check(
            waits || router.state() == VrrpState.MASTER,
            router,
            () -> "owns its addresses and is " + router.state());
      }
    }
  }
}
