package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.TransitionReason;
import io.mainstay.vrrp.state.VrrpState;

/**
 * I15: whenever the agent rests, the members of a sync group that are not being stopped are all in
 * the same state. None becomes MASTER by its own election while another still counts on a master,
 * and none becomes MASTER for the sake of the group unless another is MASTER.
 */
final class I15SyncGroupsAgree extends Invariant {
  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    if (transition.to() != VrrpState.MASTER || router.mates().size() < 2) {
      return;
    }
    boolean follows = transition.reason() == TransitionReason.SYNC_GROUP;
    boolean leads = true;
    for (SimRouter mate : router.mates()) {
      if (mate != router && isMember(mate)) {
        boolean counts = mate.state() == VrrpState.BACKUP && countsOnMaster(mate);
        check(follows || !counts, router, () -> "leaves " + mate + " behind: " + transition);
        leads &= mate.state() != VrrpState.MASTER;
      }
    }
    check(!follows || !leads, router, () -> "follows nobody: " + transition);
  }

  private static boolean countsOnMaster(SimRouter mate) {
    return mate.reference().countsOnMaster(mate.host().localNanos(), mate.priority());
  }

  @Override
  void cycleEnded(SimHost host) {
    for (SimRouter router : host.routers()) {
      if (router.mates().size() > 1 && isMember(router)) {
        for (SimRouter mate : router.mates()) {
          boolean apart = isMember(mate) && mate.state() != router.state();
          check(
              !apart,
              router,
              () -> "is " + router.state() + " and " + mate + " is " + mate.state());
        }
      }
    }
  }

  private static boolean isMember(SimRouter router) {
    return router.isStarted() && !router.isStopping();
  }
}
