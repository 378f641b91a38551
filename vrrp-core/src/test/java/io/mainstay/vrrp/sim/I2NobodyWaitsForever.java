package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.state.VrrpState;

/**
 * I2: a router that can be MASTER, and hears nobody better for its Active_Down_Interval (after a
 * resignation: for its skew), is MASTER in the duty cycle in which that time is over. It is never
 * in INIT or FAULT without a reason. So wherever a router is alive and connected there is a MASTER
 * within the longest Active_Down_Interval; a host that did not run may wait once more.
 */
final class I2NobodyWaitsForever extends Invariant {
  @Override
  void cycleEnded(SimHost host) {
    for (SimRouter router : host.routers()) {
      if (router.state() == VrrpState.BACKUP) {
        check(
            !router.reference().mustHaveFired(host.localNanos(), router.priority()),
            router,
            "is still BACKUP after its master-down interval");
      } else if (router.state() != VrrpState.MASTER) {
        check(!router.isEligible(), router, "is " + router.state() + " for no reason");
      }
    }
  }
}
