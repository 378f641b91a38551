package io.mainstay.vrrp.state;

import io.mainstay.vrrp.state.VrrpEvent.StrangerHeard;
import java.util.List;

/** What leads to FAULT and out of it again; the RFC has no such state. */
final class FaultRules {
  private final Transitions router;
  private final Troubles troubles;
  private final Stranger stranger;

  FaultRules(Transitions router) {
    this.router = router;
    troubles = router.troubles;
    stranger = new Stranger(router.config);
  }

  void faultRaised(String reason, List<VrrpAction> actions) {
    troubles.fault = reason;
    router.fail(TransitionReason.FAULT_RAISED, reason, actions);
  }

  void faultCleared(long nowNanos, List<VrrpAction> actions) {
    String was = troubles.fault;
    troubles.fault = null;
    router.recover("no longer in fault" + (was == null ? "" : ": " + was), nowNanos, actions);
  }

  void groupFaulted(String reason, List<VrrpAction> actions) {
    troubles.groupFault = reason;
    router.fail(TransitionReason.SYNC_GROUP, reason, actions);
  }

  void groupRecovered(long nowNanos, List<VrrpAction> actions) {
    troubles.groupFault = null;
    router.recover("the sync group recovered", nowNanos, actions);
  }

  /** A MASTER only warns: no packet of others shall take its addresses away. */
  void strangerHeard(StrangerHeard heard, long nowNanos, List<VrrpAction> actions) {
    if (router.state == VrrpState.INIT) {
      return;
    }
    long untilNanos = stranger.heard(heard, router.priority, nowNanos);
    actions.add(stranger.warning());
    if (router.state == VrrpState.MASTER) {
      return;
    }
    troubles.vridTaken = stranger.sentence();
    troubles.vridTakenUntilNanos = untilNanos;
    router.fail(TransitionReason.VRID_TAKEN, stranger.sentence(), actions);
    if (!router.timer.isArmed(TimerKind.RETRY)) {
      router.timer.arm(TimerKind.VRID_TAKEN, untilNanos, actions);
    }
  }

  /** There is one timer, so the other group is waited for after the back-off. */
  void retry(long nowNanos, List<VrrpAction> actions) {
    troubles.backingOff = false;
    if (troubles.vridTaken == null) {
      router.recover("trying again to install the addresses", nowNanos, actions);
    } else {
      router.timer.arm(TimerKind.VRID_TAKEN, troubles.vridTakenUntilNanos, actions);
    }
  }

  void strangerSilent(long nowNanos, List<VrrpAction> actions) {
    troubles.vridTaken = null;
    router.recover(stranger.gone(), nowNanos, actions);
  }

  /** Whoever stops begins anew when it is started again; the host's causes stay. */
  void stopped() {
    troubles.backingOff = false;
    troubles.vridTaken = null;
  }
}
