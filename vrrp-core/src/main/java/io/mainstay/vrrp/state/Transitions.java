package io.mainstay.vrrp.state;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpEvent.AdvertisementReceived;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the states share, and the ways from one to another with what is done on each (RFC 9568
 * Section 6.4). When to take which way is for the rules of each state.
 */
final class Transitions {
  final VirtualRouterConfig config;
  final VrrpVersion version;
  final long intervalNanos;
  private final long startupDelayNanos;
  final MasterWatch master;
  final MachineTimer timer;
  final Troubles troubles;
  final Promotion promotion = new Promotion();
  final EqualPriorities equalPriorities;

  VrrpState state = VrrpState.INIT;
  int priority;
  boolean started;

  /** Resigned and about to stop, but holding the addresses until a successor is heard. */
  boolean handingOver;

  /** When it advertised last as a MASTER. */
  long advertisedNanos;

  /** The start-up delay: not MASTER before. */
  private long notBeforeNanos;

  private VrrpAction.SendAdvertisement regular;

  Transitions(VirtualRouterConfig config, @Nullable TimerSlot slot) {
    this.config = config;
    version = config.version();
    intervalNanos = config.advertisementInterval().toNanos();
    startupDelayNanos = config.startupDelay().toNanos();
    master = new MasterWatch(config);
    timer = new MachineTimer(slot);
    troubles = new Troubles(config.interfaceName());
    equalPriorities = new EqualPriorities(config);
    priority = config.priority();
    regular = new VrrpAction.SendAdvertisement(priority);
  }

  /** The only place where the state changes. */
  private void to(VrrpState to, TransitionReason reason, String detail, List<VrrpAction> actions) {
    VrrpState from = state;
    state = to;
    if (to == VrrpState.INIT || to == VrrpState.FAULT) {
      master.forget();
    }
    actions.add(new VrrpAction.ReportTransition(from, to, reason, detail));
  }

  /** INIT to whatever it is fit for. */
  void start(long nowNanos, List<VrrpAction> actions) {
    started = true;
    notBeforeNanos = nowNanos + startupDelayNanos;
    if (troubles.localAddress == null) {
      to(VrrpState.FAULT, TransitionReason.LINK_DOWN, troubles.linkReason, actions);
    } else if (troubles.fault != null) {
      to(VrrpState.FAULT, TransitionReason.FAULT_RAISED, troubles.fault, actions);
    } else if (troubles.groupFault != null) {
      to(VrrpState.FAULT, TransitionReason.SYNC_GROUP, troubles.groupFault, actions);
    } else {
      join(TransitionReason.STARTED, "started", nowNanos, actions);
    }
  }

  /** Takes part: as BACKUP, or as MASTER at once when it owns its addresses (Section 6.4.1). */
  void join(TransitionReason reason, String detail, long nowNanos, List<VrrpAction> actions) {
    master.begin(nowNanos);
    boolean mayPromote =
        nowNanos - notBeforeNanos >= 0
            && reason != TransitionReason.STALLED
            && reason != TransitionReason.SYNC_GROUP;
    if (config.isOwner() && mayPromote) {
      TransitionReason why =
          reason == TransitionReason.STARTED ? TransitionReason.STARTED_AS_OWNER : reason;
      promote(why, detail + ", and owns its addresses", nowNanos, actions);
    } else {
      armMasterDown(nowNanos, actions);
      to(VrrpState.BACKUP, reason, detail, actions);
    }
  }

  /** Advertises first, so that the old master lets go before neighbours hear of the new one. */
  void promote(TransitionReason reason, String detail, long nowNanos, List<VrrpAction> actions) {
    promotion.begin();
    master.forget();
    advertise(actions);
    promotion.install(actions);
    armAdvertisement(nowNanos, actions);
    to(VrrpState.MASTER, reason, detail, actions);
  }

  /**
   * MASTER to BACKUP, because somebody better is MASTER. The RFC gives way in silence: its virtual
   * routers have a MAC address of their own, so that the master's next advertisement mends what
   * switches believe, and hosts need no mending. Here the address moves between the interfaces'
   * own, and hosts that this router misled while the link was apart must be told. Only the master
   * can do that, so it must learn that it was not alone: the last advertisement is a lower one,
   * which it answers (Section 6.4.3) and announces.
   */
  void demote(
      AdvertisementReceived advertisement,
      TransitionReason reason,
      String detail,
      long nowNanos,
      List<VrrpAction> actions) {
    timer.cancel(actions);
    if (promotion.isInstalled()) {
      advertise(actions);
    }
    adopt(advertisement, nowNanos, actions);
    promotion.remove(actions);
    to(VrrpState.BACKUP, reason, detail, actions);
  }

  /** MASTER to BACKUP without a word: it was away for so long that somebody else is MASTER. */
  void giveUp(String detail, long nowNanos, List<VrrpAction> actions) {
    promotion.remove(actions);
    join(TransitionReason.STALLED, detail, nowNanos, actions);
  }

  /** To FAULT, from whatever takes part; a master resigns. */
  void fail(TransitionReason reason, String detail, List<VrrpAction> actions) {
    if (handingOver) {
      endHandOver("stopped; " + detail, actions);
    } else if (state == VrrpState.MASTER) {
      resign(actions);
      to(VrrpState.FAULT, reason, detail, actions);
    } else if (state == VrrpState.BACKUP) {
      timer.cancel(actions);
      to(VrrpState.FAULT, reason, detail, actions);
    }
  }

  /** MASTER to FAULT, when there is no link to resign on. */
  void failSilently(TransitionReason reason, String detail, List<VrrpAction> actions) {
    timer.cancel(actions);
    promotion.remove(actions);
    to(VrrpState.FAULT, reason, detail, actions);
  }

  /** MASTER to FAULT, with a time at which it tries again. */
  void failUntil(
      long retryNanos, TransitionReason reason, String detail, List<VrrpAction> actions) {
    resign(actions);
    timer.arm(TimerKind.RETRY, retryNanos, actions);
    to(VrrpState.FAULT, reason, detail, actions);
  }

  /** FAULT to BACKUP, or for an owner to MASTER, once nothing is wrong any more. */
  void recover(String detail, long nowNanos, List<VrrpAction> actions) {
    if (state == VrrpState.FAULT && troubles.isOver()) {
      join(TransitionReason.RECOVERED, detail, nowNanos, actions);
    }
  }

  /** To INIT; only a master has something to resign from. */
  void stop(List<VrrpAction> actions) {
    if (state == VrrpState.MASTER) {
      resign(actions);
    } else {
      timer.cancel(actions);
    }
    to(VrrpState.INIT, TransitionReason.STOPPED, "stopped", actions);
  }

  /** To INIT, after a while in which it resigned already and kept the addresses. */
  void endHandOver(String detail, List<VrrpAction> actions) {
    handingOver = false;
    timer.cancel(actions);
    promotion.remove(actions);
    to(VrrpState.INIT, TransitionReason.STOPPED, detail, actions);
  }

  void resign(List<VrrpAction> actions) {
    timer.cancel(actions);
    actions.add(new VrrpAction.SendAdvertisement(VirtualRouterConfig.RESIGN_PRIORITY));
    promotion.remove(actions);
  }

  void adopt(AdvertisementReceived advertisement, long nowNanos, List<VrrpAction> actions) {
    master.adopt(advertisement, nowNanos);
    armMasterDown(nowNanos, actions);
  }

  /**
   * A wait that is over already ends now: armed for the past, the timer would seem late, as after a
   * pause. Its sync group may have held the router back, or its priority be raised.
   */
  void armMasterDown(long nowNanos, List<VrrpAction> actions) {
    long atNanos = notTooSoon(master.deadlineNanos(priority));
    timer.arm(TimerKind.MASTER_DOWN, atNanos - nowNanos < 0 ? nowNanos : atNanos, actions);
  }

  /** Until when a BACKUP counts on the master that it waits for, or on its start-up delay. */
  long countsOnMasterUntilNanos(long nowNanos) {
    return notTooSoon(master.countsOnMasterUntilNanos(priority, nowNanos));
  }

  private long notTooSoon(long atNanos) {
    return startupDelayNanos > 0 && atNanos - notBeforeNanos < 0 ? notBeforeNanos : atNanos;
  }

  void advertise(List<VrrpAction> actions) {
    if (regular.priority() != priority) {
      regular = new VrrpAction.SendAdvertisement(priority);
    }
    actions.add(regular);
  }

  void armAdvertisement(long nowNanos, List<VrrpAction> actions) {
    advertisedNanos = nowNanos;
    timer.arm(TimerKind.ADVERTISEMENT, nowNanos + intervalNanos, actions);
  }

  @Override
  public String toString() {
    return state
        + (started ? " started" : "")
        + " priority="
        + priority
        + " "
        + troubles
        + " "
        + master
        + " "
        + timer
        + (startupDelayNanos > 0 ? " notBeforeNanos=" + notBeforeNanos : "")
        + " "
        + promotion
        + (handingOver ? " handing over" : "");
  }
}
