package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.VrrpState;

/** I18: no router is MASTER before the start-up delay since its start is over; no owner either. */
final class I18StartupDelay extends Invariant {
  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    if (transition.to() == VrrpState.MASTER) {
      check(router.isPastStartup(), router, () -> "ignores its start-up delay: " + transition);
    }
  }
}
