package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.VrrpState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * I17: when all is well and the MASTER goes away, another router is MASTER within the time that the
 * way it went promises; and when it handed over, its addresses are never without a host for longer
 * than the successor takes to install them.
 */
final class I17TakeOverInTime extends Invariant {
  /** What is promised to a group of routers whose MASTER goes away now. */
  record Promise(List<SimRouter> group, long masterByNanos, long longestGapNanos) {}

  private final SimLan lan;
  private @Nullable Promise promise;
  private boolean kept;
  private boolean held;
  private long releasedNanos;

  I17TakeOverInTime(SimLan lan) {
    this.lan = lan;
  }

  void promised(Promise made) {
    promise = made;
    kept = false;
    held = isHeld(made.group);
    releasedNanos = lan.nowNanos();
  }

  /** At the end of the time that was promised. */
  void judge() {
    Promise made = promise;
    if (made == null) {
      return;
    }
    boolean late = !kept && lan.nowNanos() > made.masterByNanos;
    check(!late, made.group.get(0), "and its peers have no MASTER in time");
    checkGap(made);
    promise = null;
  }

  private void checkGap(Promise made) {
    boolean tooLong = !held && lan.nowNanos() - releasedNanos > made.longestGapNanos;
    check(!tooLong, made.group.get(0), "and its peers leave the addresses to nobody for too long");
  }

  private static boolean isHeld(List<SimRouter> group) {
    return group.stream().anyMatch(router -> router.mover().isPresent());
  }

  @Override
  void transition(SimRouter router, VrrpTransition transition) {
    Promise made = promise;
    if (made != null && transition.to() == VrrpState.MASTER && made.group.contains(router)) {
      boolean late = !kept && lan.nowNanos() > made.masterByNanos;
      check(!late, router, "took over too late");
      kept = true;
    }
  }

  @Override
  void holding(SimRouter router, boolean present) {
    Promise made = promise;
    if (made == null || !made.group.contains(router)) {
      return;
    }
    if (present) {
      checkGap(made);
    }
    boolean now = isHeld(made.group);
    if (held && !now) {
      releasedNanos = lan.nowNanos();
    }
    held = now;
  }
}
