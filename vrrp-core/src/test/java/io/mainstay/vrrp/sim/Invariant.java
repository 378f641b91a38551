package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VrrpTransition;
import java.net.InetAddress;
import java.util.function.Supplier;

/**
 * Something that is true at every step of every run. It sees each thing that happens; most look at
 * little of it.
 */
abstract class Invariant {
  private final String name = getClass().getSimpleName();

  /** The agent hands an advertisement to the kernel, which may refuse it. */
  void sending(SimRouter router, int priority) {}

  /** As {@link #sending}, for each peer of a router that has unicast peers. */
  void sendingTo(SimRouter router, byte[] peer, int priority) {}

  /** The agent is about to be told that a peer is gone. */
  void toldGone(SimRouter router, byte[] peer, PeerGone how) {}

  /** The addresses of a router appear on its host, or disappear. */
  void holding(SimRouter router, boolean present) {}

  /** The agent is about to be given a frame from its socket. */
  void receiving(SimHost host, Frame frame) {}

  /** The agent has handled that frame. */
  void received(SimHost host, Frame frame) {}

  void transition(SimRouter router, VrrpTransition transition) {}

  void installing(SimRouter router) {}

  void removing(SimRouter router) {}

  void renewing(SimRouter router) {}

  void announcing(SimRouter router, InetAddress address) {}

  /** The agent is about to run after an idle time. */
  void cycleStarting(SimHost host) {}

  /** The agent has nothing more to do now; all inputs that arrived are handled. */
  void cycleEnded(SimHost host) {}

  /** The process of the host died, with all that it knew. */
  void crashed(SimHost host) {}

  final void check(boolean holds, SimRouter router, String what) {
    if (!holds) {
      throw new InvariantViolation(name + ": " + router + " " + what);
    }
  }

  final void check(boolean holds, SimRouter router, Supplier<String> what) {
    if (!holds) {
      throw new InvariantViolation(name + ": " + router + " " + what.get());
    }
  }

  final void check(boolean holds, SimHost host, Supplier<String> what) {
    if (!holds) {
      throw new InvariantViolation(name + ": " + host + " " + what.get());
    }
  }

  final void check(boolean holds, SimHost host, String what) {
    if (!holds) {
      throw new InvariantViolation(name + ": " + host + " " + what);
    }
  }
}
