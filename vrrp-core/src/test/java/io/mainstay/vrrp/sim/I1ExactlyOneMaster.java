package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.state.VrrpState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * I1: after the last fault has healed, and then three intervals, a skew and the delay of the
 * network, each group has exactly one MASTER for as long as any of its routers can be one; no
 * router that may preempt has a higher priority, and nobody else holds the addresses, except their
 * owner, whose they are.
 */
final class I1ExactlyOneMaster extends Invariant {
  private final SimLan lan;
  private boolean settled;

  I1ExactlyOneMaster(SimLan lan) {
    this.lan = lan;
  }

  void settled(boolean nowSettled) {
    settled = nowSettled;
  }

  @Override
  void cycleEnded(SimHost host) {
    if (!settled) {
      return;
    }
    for (List<SimRouter> group : lan.groups().values()) {
      SimRouter master = master(group);
      for (SimRouter router : group) {
        if (router.isEligible() && router.host().isAlive()) {
          if (master == null) {
            throw new InvariantViolation("I1ExactlyOneMaster: none, though " + router + " could");
          }
          checkRank(router, master);
        }
        if (router != master && router.host().isAlive()) {
          boolean keeps = router.mover().isPresent() && !router.config().isOwner();
          check(!keeps, router, () -> "holds the addresses of " + master);
        }
      }
    }
  }

  private @Nullable SimRouter master(List<SimRouter> group) {
    SimRouter master = null;
    for (SimRouter router : group) {
      if (router.state() == VrrpState.MASTER) {
        SimRouter other = master;
        check(other == null, router, () -> "is MASTER beside " + other);
        master = router;
      }
    }
    return master;
  }

  private void checkRank(SimRouter router, SimRouter master) {
    boolean preempts = router.config().preempt() || router.config().isOwner();
    check(
        !preempts || router.priority() <= master.priority(),
        router,
        () -> "has a higher priority and leaves " + master + " MASTER");
  }
}
