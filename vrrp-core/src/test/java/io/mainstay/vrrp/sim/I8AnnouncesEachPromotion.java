package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * I8: a promotion first advertises, then installs, and announces each address at least once as soon
 * as the installer has said that they are in place; never before that, never without being MASTER,
 * and never after its resignation.
 */
final class I8AnnouncesEachPromotion extends Invariant {
  private static final class Progress {
    boolean advertised;
    final Set<InetAddress> announced = new HashSet<>();
  }

  private final PerRouter<Progress> promotions = new PerRouter<>(Progress::new);

  @Override
  void sending(SimRouter router, int priority) {
    promotions.get(router).advertised = true;
  }

  @Override
  void installing(SimRouter router) {
    Progress progress = promotions.get(router);
    check(progress.advertised, router, "installs its addresses before it advertises");
    progress.announced.clear();
  }

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    if (transition.from() == VrrpState.MASTER) {
      promotions.get(router).advertised = false;
    }
  }

  @Override
  void announcing(SimRouter router, InetAddress address) {
    check(router.state() == VrrpState.MASTER, router, () -> "announces as " + router.state());
    check(!router.isHandingOver(), router, "announces after its resignation");
    check(router.mover().hasReported(), router, "announces before its addresses are in place");
    promotions.get(router).announced.add(address);
  }

  @Override
  void cycleEnded(SimHost host) {
    for (SimRouter router : host.routers()) {
      boolean master = router.state() == VrrpState.MASTER && !router.isHandingOver();
      if (master && router.mover().hasReported()) {
        Set<InetAddress> announced = promotions.get(router).announced;
        check(
            announced.size() == router.config().addresses().size(),
            router,
            () -> "has its addresses and announced only " + announced);
      }
    }
  }

  @Override
  void crashed(SimHost host) {
    host.routers().forEach(router -> promotions.get(router).advertised = false);
  }
}
