package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.state.VrrpState;

/**
 * I16: a MASTER that stops with a hand-over keeps its addresses until it has heard a successor or
 * cannot hold them any more, and no longer than the hand-over may take.
 */
final class I16HandOverKeepsAddresses extends Invariant {
  private static final class HandOver {
    boolean running;
    boolean successorHeard;
    long sinceNanos;
    int interfaceIndex;
  }

  private final PerRouter<HandOver> handOvers = new PerRouter<>(HandOver::new);

  @Override
  void sending(SimRouter router, int priority) {
    if (priority == VirtualRouterConfig.RESIGN_PRIORITY && router.isHandingOver()) {
      HandOver handOver = handOvers.get(router);
      handOver.running = true;
      handOver.successorHeard = false;
      handOver.sinceNanos = router.host().localNanos();
      handOver.interfaceIndex = router.host().interfaceIndex(router.link());
    }
  }

  @Override
  void receiving(SimHost host, Frame frame) {
    SimRouter router = host.hearer(frame);
    if (router != null && frame.priority() != VirtualRouterConfig.RESIGN_PRIORITY) {
      handOvers.get(router).successorHeard = true;
    }
  }

  @Override
  void removing(SimRouter router) {
    HandOver handOver = handOvers.get(router);
    boolean early =
        handOver.running
            && router.isHandingOver()
            && !handOver.successorHeard
            && !isOver(router, handOver)
            && router.host().interfaceIndex(router.link()) == handOver.interfaceIndex
            && router.canHold();
    check(!early, router, "lets go of its addresses before anybody took over");
    handOver.running = false;
  }

  @Override
  void cycleEnded(SimHost host) {
    for (SimRouter router : host.routers()) {
      HandOver handOver = handOvers.get(router);
      handOver.running &= router.isHandingOver();
      if (handOver.running) {
        check(!isOver(router, handOver), router, "hands over for longer than it may");
        check(!handOver.successorHeard, router, "keeps its addresses from its successor");
        check(router.state() == VrrpState.MASTER, router, () -> "hands over as " + router.state());
      }
    }
  }

  private static boolean isOver(SimRouter router, HandOver handOver) {
    long passed = router.host().localNanos() - handOver.sinceNanos;
    return passed >= router.config().handOver().toNanos();
  }

  @Override
  void crashed(SimHost host) {
    host.routers().forEach(router -> handOvers.get(router).running = false);
  }
}
