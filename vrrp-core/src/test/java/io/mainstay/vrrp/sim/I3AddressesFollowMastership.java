package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.state.VrrpState;

/**
 * I3: whenever the agent rests, a router is MASTER exactly when the last that it asked of its
 * installer was to install; the addresses are there when the installer says so and does not lie,
 * and are gone when it had time to remove them. Only a MASTER renews its hold.
 */
final class I3AddressesFollowMastership extends Invariant {
  @Override
  void renewing(SimRouter router) {
    check(
        router.state() == VrrpState.MASTER, router, () -> "renews addresses as " + router.state());
  }

  @Override
  void cycleEnded(SimHost host) {
    for (SimRouter router : host.routers()) {
      if (router.isStarted()) {
        check(router);
      }
    }
  }

  private void check(SimRouter router) {
    SimMover mover = router.mover();
    boolean master = router.state() == VrrpState.MASTER;
    check(
        master == (mover.intent() == SimMover.Intent.INSTALLED),
        router,
        () -> "is " + router.state() + " and wants its addresses " + mover.intent());
    if (master) {
      boolean silent = !mover.hasReported() || !mover.wasHonest();
      check(silent || mover.isPresent(), router, "lost its addresses");
    } else if (mover.hadTimeToRemove()) {
      boolean keeps = mover.isPresent() && !router.config().isOwner();
      check(!keeps, router, () -> "is " + router.state() + " and still holds its addresses");
    }
  }
}
