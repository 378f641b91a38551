package io.mainstay.vrrp.state;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.state.VrrpEvent.AddressesFailed;
import io.mainstay.vrrp.state.VrrpEvent.AddressesInstalled;
import io.mainstay.vrrp.state.VrrpEvent.AdvertisementReceived;
import io.mainstay.vrrp.state.VrrpEvent.FaultCleared;
import io.mainstay.vrrp.state.VrrpEvent.FaultRaised;
import io.mainstay.vrrp.state.VrrpEvent.GroupDemotes;
import io.mainstay.vrrp.state.VrrpEvent.GroupFaulted;
import io.mainstay.vrrp.state.VrrpEvent.GroupHolds;
import io.mainstay.vrrp.state.VrrpEvent.GroupPromotes;
import io.mainstay.vrrp.state.VrrpEvent.GroupRecovered;
import io.mainstay.vrrp.state.VrrpEvent.LinkDown;
import io.mainstay.vrrp.state.VrrpEvent.LinkUp;
import io.mainstay.vrrp.state.VrrpEvent.PeerLeft;
import io.mainstay.vrrp.state.VrrpEvent.PriorityChanged;
import io.mainstay.vrrp.state.VrrpEvent.Resumed;
import io.mainstay.vrrp.state.VrrpEvent.Shutdown;
import io.mainstay.vrrp.state.VrrpEvent.Startup;
import io.mainstay.vrrp.state.VrrpEvent.StrangerHeard;
import io.mainstay.vrrp.state.VrrpEvent.TimerFired;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One virtual router's election (RFC 9568 Section 6.4; RFC 3768 Section 6.4 for version 2): an
 * event in, an ordered list of actions out. The order is part of the contract. It knows no clock,
 * socket, thread or log, and is not thread-safe.
 *
 * <p>What each state does about an event is in {@link BackupRules} (Section 6.4.2), {@link
 * MasterRules} (Section 6.4.3) and {@link FaultRules}, and the ways between the states are in
 * {@link Transitions} (Section 6.4.1 among them); here is which event is whose. An event that a
 * state has no rule for does nothing in it.
 *
 * <p>Beyond the RFC it has FAULT, for a router whose interface, health or installer does not work,
 * and lets addresses be installed asynchronously: advertisements start with the promotion and do
 * not wait, while neighbours are told only once the addresses are in place (RFC 9568 Section 8.2).
 */
public final class VrrpStateMachine {
  private final Transitions router;
  private final BackupRules backup;
  private final MasterRules master;
  private final FaultRules fault;

  /** A machine whose timers are actions among the others. */
  public VrrpStateMachine(VirtualRouterConfig config) {
    this(config, null);
  }

  /**
   * A machine that arms and cancels its timer directly, before it returns its actions.
   *
   * @param slot null for timers as actions
   */
  public VrrpStateMachine(VirtualRouterConfig config, @Nullable TimerSlot slot) {
    router = new Transitions(config, slot);
    backup = new BackupRules(router);
    master = new MasterRules(router);
    fault = new FaultRules(router);
  }

  /** Handles one event and appends what is to be done to {@code actions}. */
  public void handle(VrrpEvent event, long nowNanos, List<VrrpAction> actions) {
    if (event instanceof AdvertisementReceived advertisement) {
      switch (router.state) {
        case BACKUP -> backup.advertisement(advertisement, nowNanos, actions);
        case MASTER -> master.advertisement(advertisement, nowNanos, actions);
        case INIT, FAULT -> {}
      }
    } else if (event instanceof TimerFired fired) {
      timerFired(fired.kind(), fired.generation(), nowNanos, actions);
    } else if (event instanceof Resumed resumed) {
      switch (router.state) {
        case BACKUP -> backup.resumed(resumed.stalledNanos());
        case MASTER -> master.resumed(nowNanos, actions);
        case INIT, FAULT -> {}
      }
    } else if (event instanceof StrangerHeard heard) {
      fault.strangerHeard(heard, nowNanos, actions);
    } else if (event instanceof AddressesInstalled outcome) {
      master.addressesInstalled(outcome.promotion(), actions);
    } else if (event instanceof AddressesFailed outcome) {
      master.addressesFailed(outcome.promotion(), outcome.reason(), nowNanos, actions);
    } else if (event instanceof PeerLeft left) {
      if (router.state == VrrpState.BACKUP) {
        backup.peerLeft(left, nowNanos, actions);
      }
    } else {
      handleOrder(event, nowNanos, actions);
    }
  }

  /** What does not come from the link, but from whoever runs the router. */
  private void handleOrder(VrrpEvent event, long nowNanos, List<VrrpAction> actions) {
    if (event instanceof Startup) {
      startup(nowNanos, actions);
    } else if (event instanceof Shutdown) {
      shutdown(nowNanos, actions);
    } else if (event instanceof PriorityChanged change) {
      priorityChanged(change.priority(), nowNanos, actions);
    } else if (event instanceof LinkUp link) {
      router.troubles.localAddress = link.localAddress();
      String detail = "interface " + router.config.interfaceName() + " is up";
      router.recover(detail, nowNanos, actions);
    } else if (event instanceof LinkDown link) {
      linkDown(link.reason(), actions);
    } else if (event instanceof FaultRaised raised) {
      fault.faultRaised(raised.reason(), actions);
    } else if (event instanceof FaultCleared) {
      fault.faultCleared(nowNanos, actions);
    } else {
      handleGroup(event, nowNanos, actions);
    }
  }

  /** What other members of its sync group cause. */
  private void handleGroup(VrrpEvent event, long nowNanos, List<VrrpAction> actions) {
    if (event instanceof GroupFaulted faulted) {
      fault.groupFaulted(faulted.reason(), actions);
    } else if (event instanceof GroupRecovered) {
      fault.groupRecovered(nowNanos, actions);
    } else if (event instanceof GroupDemotes demotes) {
      if (router.state == VrrpState.MASTER) {
        master.groupDemotes(demotes.reason(), nowNanos, actions);
      }
    } else if (router.state == VrrpState.BACKUP) {
      if (event instanceof GroupPromotes promotes) {
        router.promote(TransitionReason.SYNC_GROUP, promotes.reason(), nowNanos, actions);
      } else if (event instanceof GroupHolds holds) {
        router.timer.arm(TimerKind.MASTER_DOWN, holds.untilNanos(), actions);
      }
    }
  }

  /** The same as handling a {@link TimerFired}, without one being made. */
  public void timerFired(TimerKind kind, long generation, long nowNanos, List<VrrpAction> actions) {
    if (!router.timer.take(kind, generation)) {
      return;
    }
    switch (kind) {
      case ADVERTISEMENT -> master.advertise(nowNanos, actions);
      case MASTER_DOWN -> backup.masterDown(nowNanos, actions);
      case RETRY -> fault.retry(nowNanos, actions);
      case VRID_TAKEN -> fault.strangerSilent(nowNanos, actions);
      case HAND_OVER -> master.noSuccessorHeard(actions);
    }
  }

  private void startup(long nowNanos, List<VrrpAction> actions) {
    if (!router.started && !router.handingOver) {
      router.start(nowNanos, actions);
    }
  }

  private void shutdown(long nowNanos, List<VrrpAction> actions) {
    if (!router.started) {
      return;
    }
    router.started = false;
    fault.stopped();
    if (router.state == VrrpState.MASTER && master.handsOver()) {
      master.handOver(nowNanos, actions);
    } else {
      router.stop(actions);
    }
  }

  private void linkDown(String reason, List<VrrpAction> actions) {
    router.troubles.localAddress = null;
    router.troubles.linkReason = reason;
    if (router.state == VrrpState.MASTER) {
      master.linkDown(reason, actions);
    } else {
      router.fail(TransitionReason.LINK_DOWN, reason, actions);
    }
  }

  private void priorityChanged(int priority, long nowNanos, List<VrrpAction> actions) {
    if (router.config.isOwner() || priority == router.priority) {
      return;
    }
    router.priority = priority;
    if (router.state == VrrpState.MASTER && !router.handingOver) {
      router.advertise(actions);
    } else if (router.state == VrrpState.BACKUP) {
      router.armMasterDown(nowNanos, actions);
    }
  }

  /** What of its own keeps or would keep the router in FAULT; null when nothing does. */
  public @Nullable String trouble() {
    return router.troubles.own();
  }

  /**
   * Until when a BACKUP still counts on the master that it waits for, or on its start-up delay; not
   * after {@code nowNanos} when it does not any more, or is no BACKUP.
   */
  public long countsOnMasterUntilNanos(long nowNanos) {
    return router.state == VrrpState.BACKUP ? router.countsOnMasterUntilNanos(nowNanos) : nowNanos;
  }

  public VrrpState state() {
    return router.state;
  }

  /** The effective priority. */
  public int priority() {
    return router.priority;
  }

  /** The peer that is MASTER as far as this router knows; null when it knows none, or is it. */
  public @Nullable InetAddress masterAddress() {
    return router.master.address();
  }

  /** What that peer advertised last; 0 when it resigned or there is none. */
  public int masterPriority() {
    return router.master.priority();
  }

  /** Whether the addresses of the current promotion are in place. */
  public boolean addressesInstalled() {
    return router.promotion.isInstalled();
  }

  /** Everything that decides what the next event does; equal texts mean equal machines. */
  @Override
  public String toString() {
    return router + " " + master;
  }
}
