package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.TransitionReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * I20: the word that a peer died makes a router MASTER only when that peer was the last that it
 * heard, and it has heard nobody since but the resignation of that peer; a broken connection to a
 * peer that goes on advertising changes nothing.
 */
final class I20OnlyTheMasterCanBeGone extends Invariant {
  private static final class Heard {
    byte @Nullable [] last;
    boolean gone;
  }

  private final PerRouter<Heard> heard = new PerRouter<>(Heard::new);

  @Override
  void receiving(SimHost host, Frame frame) {
    SimRouter router = host.hearer(frame);
    if (router != null) {
      Heard state = heard.get(router);
      boolean confirms =
          frame.priority() == VirtualRouterConfig.RESIGN_PRIORITY
              && Arrays.equals(frame.source, state.last);
      state.last = frame.source;
      state.gone &= confirms;
    }
  }

  @Override
  void toldGone(SimRouter router, byte[] peer, PeerGone how) {
    Heard state = heard.get(router);
    state.gone |= Arrays.equals(peer, state.last);
  }

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    boolean died = transition.reason() == TransitionReason.MASTER_DIED;
    check(!died || heard.get(router).gone, router, () -> "believes what is not so: " + transition);
    heard.get(router).gone = false;
  }
}
