package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.VrrpState;

/**
 * I5: a MASTER that stops, is in fault, follows its sync group, or cannot install its addresses
 * sends priority 0 exactly once; one that yields to a better router, lost its link or was paused
 * for too long sends none, and nor does a BACKUP. Nothing is advertised after a resignation.
 */
final class I5ResignsOnce extends Invariant {
  private final PerRouter<int[]> resignations = new PerRouter<>(() -> new int[1]);

  @Override
  void sending(SimRouter router, int priority) {
    check(resignations.get(router)[0] == 0, router, "advertises after its resignation");
    if (priority == VirtualRouterConfig.RESIGN_PRIORITY) {
      check(router.state() == VrrpState.MASTER, router, () -> "resigns as " + router.state());
      resignations.get(router)[0]++;
    }
  }

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    int[] count = resignations.get(router);
    if (transition.from() == VrrpState.MASTER) {
      int sent = count[0];
      boolean right =
          switch (transition.reason()) {
            case STOPPED, FAULT_RAISED, SYNC_GROUP, INSTALL_FAILED -> sent == 1;
            case HIGHER_PRIORITY_HEARD, HIGHER_ADDRESS_HEARD, LINK_DOWN, STALLED -> sent == 0;
            default -> sent <= 1;
          };
      check(right, router, () -> "resigned " + sent + " times: " + transition);
    }
    count[0] = 0;
  }

  @Override
  void cycleEnded(SimHost host) {
    for (SimRouter router : host.routers()) {
      boolean right = resignations.get(router)[0] == 0 || router.isHandingOver();
      check(right, router, () -> "resigned and stays " + router.state());
    }
  }

  @Override
  void crashed(SimHost host) {
    host.routers().forEach(router -> resignations.get(router)[0] = 0);
  }
}
