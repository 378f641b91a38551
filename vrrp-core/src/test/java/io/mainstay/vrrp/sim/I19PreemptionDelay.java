package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.TransitionReason;

/**
 * I19: a router with a preemption delay takes over from a working lower one only when it has heard
 * such a one, and none that it would not preempt, for so long.
 */
final class I19PreemptionDelay extends Invariant {
  private static final class Lower {
    boolean heard;
    long sinceNanos;
  }

  private final PerRouter<Lower> lowers = new PerRouter<>(Lower::new);

  @Override
  void receiving(SimHost host, Frame frame) {
    SimRouter router = host.hearer(frame);
    if (router == null || frame.priority() == VirtualRouterConfig.RESIGN_PRIORITY) {
      return;
    }
    Lower lower = lowers.get(router);
    if (frame.priority() >= router.priority()) {
      lower.heard = false;
    } else if (!lower.heard) {
      lower.heard = true;
      lower.sinceNanos = host.localNanos();
    }
  }

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    Lower lower = lowers.get(router);
    if (transition.reason() == TransitionReason.LOWER_PRIORITY_PREEMPTED
        && !router.config().isOwner()) {
      long waited = router.host().localNanos() - lower.sinceNanos;
      boolean right = lower.heard && waited >= router.config().preemption().delay().toNanos();
      check(right, router, () -> "ignores its preemption delay: " + transition);
    }
    lower.heard = false;
  }

  @Override
  void crashed(SimHost host) {
    host.routers().forEach(router -> lowers.get(router).heard = false);
  }
}
