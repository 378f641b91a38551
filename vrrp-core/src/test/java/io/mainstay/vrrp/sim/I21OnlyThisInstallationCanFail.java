package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.TransitionReason;

/**
 * I21: a router gives up mastership for its installer only when the installation of this very
 * promotion failed; what an earlier one says too late changes nothing.
 */
final class I21OnlyThisInstallationCanFail extends Invariant {
  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    boolean gaveUp = transition.reason() == TransitionReason.INSTALL_FAILED;
    check(
        !gaveUp || router.mover().hasFailed(),
        router,
        () -> "believes an answer that came too late: " + transition);
  }
}
