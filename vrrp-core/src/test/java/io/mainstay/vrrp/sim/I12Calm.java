package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpTransition;

/**
 * I12: in a steady state nothing changes: without a fault or a change of configuration there is no
 * transition, even when up to two advertisements in a row are lost.
 */
final class I12Calm extends Invariant {
  private boolean settled;

  void settled(boolean nowSettled) {
    settled = nowSettled;
  }

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    check(!settled, router, () -> "changes without a cause: " + transition);
  }
}
