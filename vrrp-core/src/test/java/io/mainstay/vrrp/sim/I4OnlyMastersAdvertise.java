package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.VrrpState;

/**
 * I4: a router that is INIT, BACKUP or FAULT sends no advertisement, except the one with which it
 * becomes MASTER, which comes right before that.
 */
final class I4OnlyMastersAdvertise extends Invariant {
  private final PerRouter<boolean[]> promoting = new PerRouter<>(() -> new boolean[1]);

  @Override
  void sending(SimRouter router, int priority) {
    if (router.state() != VrrpState.MASTER) {
      boolean[] pending = promoting.get(router);
      check(!pending[0], router, () -> "advertises as " + router.state());
      pending[0] = true;
    }
  }

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    boolean[] pending = promoting.get(router);
    check(
        !pending[0] || transition.to() == VrrpState.MASTER,
        router,
        () -> "advertised and became " + transition.to());
    pending[0] = false;
  }

  @Override
  void cycleEnded(SimHost host) {
    for (SimRouter router : host.routers()) {
      check(!promoting.get(router)[0], router, () -> "advertised as " + router.state());
    }
  }
}
