package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.VrrpState;

/**
 * The other half of I3: a MASTER that did not run for so long that others must have taken over lets
 * go of its addresses before it sends or hears anything.
 */
final class I3StalledMasterLetsGo extends Invariant {
  private static final class Progress {
    long sentNanos;
    boolean mustLetGo;
  }

  private final PerRouter<Progress> routers = new PerRouter<>(Progress::new);

  @Override
  void cycleStarting(SimHost host) {
    for (SimRouter router : host.routers()) {
      Progress progress = routers.get(router);
      long silent = host.localNanos() - progress.sentNanos;
      long limit = 3 * router.config().advertisementInterval().toNanos() + router.skewNanos();
      progress.mustLetGo =
          router.state() == VrrpState.MASTER && !router.isHandingOver() && silent > limit;
    }
  }

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    routers.get(router).mustLetGo = false;
  }

  @Override
  void sending(SimRouter router, int priority) {
    Progress progress = routers.get(router);
    check(router, progress, "sends");
    progress.sentNanos = router.host().localNanos();
  }

  @Override
  void receiving(SimHost host, Frame frame) {
    for (SimRouter router : host.routers()) {
      check(router, routers.get(router), "hears");
    }
  }

  private void check(SimRouter router, Progress progress, String does) {
    boolean still = progress.mustLetGo && router.state() == VrrpState.MASTER;
    check(!still, router, () -> "was paused and " + does);
  }

  @Override
  void cycleEnded(SimHost host) {
    host.routers().forEach(router -> routers.get(router).mustLetGo = false);
  }
}
