package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.state.VrrpState;

/**
 * I2: a router that can be MASTER, and hears nobody better for its Active_Down_Interval (after a
 * resignation: for its skew; after it was told that its master is gone: for at most 10 ms), is
 * MASTER in the duty cycle in which that time is over, unless a member of its sync group still
 * waits. It is never in INIT or FAULT without a reason. So wherever a router is alive and connected
 * there is a MASTER within the longest Active_Down_Interval; a host that did not run may wait once
 * more.
 */
final class I2NobodyWaitsForever extends Invariant {
  @Override
  void cycleEnded(SimHost host) {
    for (SimRouter router : host.routers()) {
      if (router.state() == VrrpState.BACKUP) {
        check(
            !allMustHaveFired(router, host.localNanos()),
            router,
            "is still BACKUP after its master-down interval");
      } else if (router.state() != VrrpState.MASTER) {
        check(!router.isEligible(), router, () -> "is " + router.state() + " for no reason");
      }
    }
  }

  private static boolean allMustHaveFired(SimRouter router, long nowNanos) {
    for (SimRouter mate : router.mates()) {
      boolean waits = mate.state() == VrrpState.BACKUP;
      if (waits && !mate.reference().mustHaveFired(nowNanos, mate.priority())) {
        return false;
      }
    }
    return true;
  }
}
