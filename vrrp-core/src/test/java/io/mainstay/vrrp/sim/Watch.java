package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VrrpTransition;
import java.net.InetAddress;
import java.util.List;

/** Shows each thing that happens to every invariant. */
final class Watch extends Invariant {
  private final List<Invariant> invariants;

  Watch(List<Invariant> invariants) {
    this.invariants = invariants;
  }

  @Override
  void sending(SimRouter router, int priority) {
    for (Invariant invariant : invariants) {
      invariant.sending(router, priority);
    }
  }

  @Override
  void sendingTo(SimRouter router, byte[] peer, int priority) {
    for (Invariant invariant : invariants) {
      invariant.sendingTo(router, peer, priority);
    }
  }

  @Override
  void toldGone(SimRouter router, byte[] peer, PeerGone how) {
    for (Invariant invariant : invariants) {
      invariant.toldGone(router, peer, how);
    }
  }

  @Override
  void holding(SimRouter router, boolean present) {
    for (Invariant invariant : invariants) {
      invariant.holding(router, present);
    }
  }

  @Override
  void receiving(SimHost host, Frame frame) {
    for (Invariant invariant : invariants) {
      invariant.receiving(host, frame);
    }
  }

  @Override
  void received(SimHost host, Frame frame) {
    for (Invariant invariant : invariants) {
      invariant.received(host, frame);
    }
  }

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    for (Invariant invariant : invariants) {
      invariant.transition(router, transition);
    }
  }

  @Override
  void installing(SimRouter router) {
    for (Invariant invariant : invariants) {
      invariant.installing(router);
    }
  }

  @Override
  void removing(SimRouter router) {
    for (Invariant invariant : invariants) {
      invariant.removing(router);
    }
  }

  @Override
  void renewing(SimRouter router) {
    for (Invariant invariant : invariants) {
      invariant.renewing(router);
    }
  }

  @Override
  void announcing(SimRouter router, InetAddress address) {
    for (Invariant invariant : invariants) {
      invariant.announcing(router, address);
    }
  }

  @Override
  void cycleStarting(SimHost host) {
    for (Invariant invariant : invariants) {
      invariant.cycleStarting(host);
    }
  }

  @Override
  void cycleEnded(SimHost host) {
    for (Invariant invariant : invariants) {
      invariant.cycleEnded(host);
    }
  }

  @Override
  void crashed(SimHost host) {
    for (Invariant invariant : invariants) {
      invariant.crashed(host);
    }
  }
}
