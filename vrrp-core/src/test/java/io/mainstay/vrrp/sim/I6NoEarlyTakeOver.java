package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.TransitionReason;
import io.mainstay.vrrp.state.VrrpState;

/**
 * I6: a router that is not the owner becomes MASTER only from BACKUP, and only when its
 * Active_Down_Interval (after a resignation: its skew) has passed since it heard a router that it
 * must not preempt. With preempt off that is any router, so a MASTER that is heard keeps its place.
 * What waits in the socket counts as heard, and a host that was paused for more than an interval
 * listens once more. Who follows its sync group has waited with it (I15).
 */
final class I6NoEarlyTakeOver extends Invariant {
  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    if (transition.to() != VrrpState.MASTER || router.config().isOwner()) {
      return;
    }
    SimHost host = router.host();
    check(transition.from() == VrrpState.BACKUP, router, () -> "skips BACKUP: " + transition);
    check(!host.hasUnread(), router, "takes over before it reads what arrived");
    if (transition.reason() == TransitionReason.SYNC_GROUP) {
      return;
    }
    check(
        host.stalledNanos() == 0 || !router.reference().isInDoubt(),
        router,
        "takes over as soon as it runs again");
    check(
        router.reference().mayFire(host.localNanos(), router.priority()),
        router,
        () -> "takes over too early: " + transition);
  }
}
