package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.VrrpState;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What I1 rests on, checked at every step: a MASTER yields at once to each router that it hears and
 * that ranks higher, by priority and then by address as an unsigned number, and to no other.
 */
final class I1HigherRankWins extends Invariant {
  private static final class Heard {
    @Nullable Frame last;
  }

  private final PerRouter<Heard> heard = new PerRouter<>(Heard::new);

  @Override
  void receiving(SimHost host, Frame frame) {
    SimRouter router = host.hearer(frame);
    if (router != null) {
      heard.get(router).last = frame;
    }
  }

  @Override
  void received(SimHost host, Frame frame) {
    SimRouter router = host.hearer(frame);
    if (router != null && router.state() == VrrpState.MASTER && !router.config().isOwner()) {
      check(!ranksHigher(frame, router), router, () -> "stays MASTER though it heard " + frame);
    }
  }

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    switch (transition.reason()) {
      case HIGHER_PRIORITY_HEARD, HIGHER_ADDRESS_HEARD -> {
        Frame frame = heard.get(router).last;
        boolean right = frame != null && ranksHigher(frame, router);
        check(right, router, () -> "yields to " + frame + ": " + transition);
      }
      default -> {}
    }
  }

  private static boolean ranksHigher(Frame frame, SimRouter router) {
    int own = router.config().isOwner() ? VirtualRouterConfig.OWNER_PRIORITY : router.priority();
    if (frame.priority() != own) {
      return frame.priority() > own;
    }
    byte[] local = router.sourceAddress();
    return new BigInteger(1, frame.source).compareTo(new BigInteger(1, local)) > 0;
  }
}
