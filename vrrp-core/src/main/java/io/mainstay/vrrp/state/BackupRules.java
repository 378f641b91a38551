package io.mainstay.vrrp.state;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.state.VrrpEvent.AdvertisementReceived;
import io.mainstay.vrrp.state.VrrpEvent.PeerLeft;
import java.util.List;

/** What a BACKUP does (RFC 9568 Section 6.4.2). */
final class BackupRules {
  private final Transitions router;
  private final MasterWatch master;
  private final long preemptionDelayNanos;

  BackupRules(Transitions router) {
    this.router = router;
    master = router.master;
    preemptionDelayNanos =
        router.config.isOwner() ? 0 : router.config.preemption().delay().toNanos();
  }

  void advertisement(AdvertisementReceived advertisement, long nowNanos, List<VrrpAction> actions) {
    boolean preempting = preempts() && advertisement.priority() < router.priority;
    if (advertisement.priority() == VirtualRouterConfig.RESIGN_PRIORITY) {
      if (!master.isKnownGone(advertisement.sender())) {
        master.resigned(advertisement, nowNanos);
        router.armMasterDown(nowNanos, actions);
      }
    } else if (preempting && preemptionDelayNanos > 0) {
      lowerMasterHeld(advertisement, nowNanos, actions);
    } else if (preempting) {
      boolean lives = master.isGone();
      master.lower(advertisement);
      if (lives) {
        router.armMasterDown(nowNanos, actions);
      }
    } else {
      router.adopt(advertisement, nowNanos, actions);
      router.equalPriorities.check(advertisement, router.priority, actions);
    }
  }

  private boolean preempts() {
    return router.config.preempt() || router.config.isOwner();
  }

  /** Without the hold it would be the master-down interval that a lower master is left for. */
  private void lowerMasterHeld(
      AdvertisementReceived advertisement, long nowNanos, List<VrrpAction> actions) {
    long holdNanos =
        Math.max(
            preemptionDelayNanos,
            VrrpTimers.masterDownNanos(router.version, router.priority, router.intervalNanos));
    if (master.held(advertisement, holdNanos, nowNanos)) {
      master.preempting(advertisement, nowNanos);
    }
    router.armMasterDown(nowNanos, actions);
  }

  /**
   * A router cannot say how long nobody was heard while it could not hear. After a pause, or when
   * its timer itself is late, it therefore listens for one interval more; once, and not forever.
   */
  void masterDown(long nowNanos, List<VrrpAction> actions) {
    long lateNanos = nowNanos - router.timer.deadlineNanos();
    if (master.takeDoubt(lateNanos)) {
      router.timer.arm(
          TimerKind.MASTER_DOWN, nowNanos + master.listenAgainNanos(router.priority), actions);
      return;
    }
    router.promote(master.reason(), master.detail(router.priority, nowNanos), nowNanos, actions);
  }

  /** The wait only ever becomes shorter: the peer may have resigned a while ago. */
  void peerLeft(PeerLeft left, long nowNanos, List<VrrpAction> actions) {
    if (!left.peer().equals(master.address())) {
      return;
    }
    long before = router.timer.deadlineNanos();
    master.gone(left.how(), left.reason(), nowNanos);
    if (master.deadlineNanos(router.priority) - before < 0) {
      router.armMasterDown(nowNanos, actions);
    }
  }

  /** A pause may have lost what the master sent. */
  void resumed(long stalledNanos) {
    if (stalledNanos > master.intervalNanos()) {
      master.doubt();
    }
  }
}
