package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * I10: no bytes make the agent throw, and a datagram that it must refuse changes nothing but the
 * count of refusals.
 */
final class I10RefusalsChangeNothing extends Invariant {
  private final List<Object> before = new ArrayList<>();

  /** Broken, or for one of its routers but not from one of that router's peers. */
  private static boolean mustBeRefused(SimHost host, Frame frame) {
    return !frame.wellFormed || (frame.destination != null && host.hearer(frame) == null);
  }

  @Override
  void receiving(SimHost host, Frame frame) {
    if (mustBeRefused(host, frame)) {
      before.clear();
      before.addAll(digest(host));
    }
  }

  @Override
  void received(SimHost host, Frame frame) {
    if (mustBeRefused(host, frame)) {
      check(before.equals(digest(host)), host, () -> "was changed by " + frame + " from " + before);
    }
  }

  private static List<Object> digest(SimHost host) {
    List<Object> digest = new ArrayList<>();
    for (SimRouter router : host.routers()) {
      if (router.isStarted()) {
        VrrpSnapshot snapshot = router.snapshot();
        digest.add(snapshot.state());
        digest.add(snapshot.since());
        digest.add(snapshot.masterAddress());
        digest.add(snapshot.masterPriority());
        digest.add(snapshot.addressesInstalled());
        digest.add(snapshot.counters().advertisementsSent());
        digest.add(snapshot.counters().advertisementsReceived());
        digest.add(snapshot.counters().announcements());
        digest.add(router.mover().installs() + router.mover().removals());
      }
    }
    return digest;
  }
}
