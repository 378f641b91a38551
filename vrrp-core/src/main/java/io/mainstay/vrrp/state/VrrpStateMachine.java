package io.mainstay.vrrp.state;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpAction.Warning;
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
import io.mainstay.vrrp.state.VrrpEvent.TimerFired;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One virtual router's election (RFC 9568 Section 6.4; RFC 3768 Section 6.4 for version 2): an
 * event in, an ordered list of actions out. The order is part of the contract. It knows no clock,
 * socket, thread or log, and is not thread-safe.
 *
 * <p>Beyond the RFC it has FAULT, for a router whose interface, health or installer does not work,
 * and lets addresses be installed asynchronously: advertisements start with the promotion and do
 * not wait, while neighbours are told only once the addresses are in place (RFC 9568 Section 8.2).
 */
public final class VrrpStateMachine {
  private static final long REANNOUNCE_NANOS = 1_000_000_000L;

  /** At most this many immediate replies per advertisement interval: a flood is not reflected. */
  private static final int REPLIES_PER_INTERVAL = 10;

  private final VirtualRouterConfig config;
  private final VrrpVersion version;
  private final long intervalNanos;
  private final long handOverNanos;
  private final long preemptionDelayNanos;
  private final long startupDelayNanos;
  private final MasterWatch master;
  private final BackOff backOff = new BackOff();
  private final Spacing replies;
  private final Spacing reannouncements = new Spacing(REANNOUNCE_NANOS);

  private VrrpState state = VrrpState.INIT;
  private int priority;

  private boolean started;
  private @Nullable InetAddress localAddress;
  private String linkReason;
  private @Nullable String fault;
  private @Nullable String groupFault;
  private boolean backingOff;

  private final @Nullable TimerSlot slot;
  private long timerGeneration;
  private @Nullable TimerKind armed;
  private long deadlineNanos;
  private VrrpAction.SendAdvertisement regular;
  private long promotion;
  private boolean installPending;
  private boolean installed;

  /** Resigned and about to stop, but holding the addresses until a successor is heard. */
  private boolean handingOver;

  private long advertisedNanos;

  /** The start-up delay: not MASTER before. */
  private long notBeforeNanos;

  /** A pause may have lost what the master sent, so the next expiry of its timer proves nothing. */
  private boolean doubtful;

  /** Listened once more already; who must always doubt himself would serve nobody. */
  private boolean listenedAgain;

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
    this.slot = slot;
    this.config = config;
    version = config.version();
    intervalNanos = config.advertisementInterval().toNanos();
    handOverNanos = config.handOver().toNanos();
    preemptionDelayNanos = config.preemption().delay().toNanos();
    startupDelayNanos = config.startupDelay().toNanos();
    master = new MasterWatch(config);
    replies = new Spacing(intervalNanos / REPLIES_PER_INTERVAL);
    priority = config.priority();
    regular = new VrrpAction.SendAdvertisement(priority);
    linkReason = "interface " + config.interfaceName() + " was not seen yet";
  }

  /** Handles one event and appends what is to be done to {@code actions}. */
  public void handle(VrrpEvent event, long nowNanos, List<VrrpAction> actions) {
    if (event instanceof AdvertisementReceived advertisement) {
      if (state == VrrpState.BACKUP) {
        advertisementAtBackup(advertisement, nowNanos, actions);
      } else if (handingOver) {
        successorHeard(advertisement, actions);
      } else if (state == VrrpState.MASTER) {
        advertisementAtMaster(advertisement, nowNanos, actions);
      }
    } else if (event instanceof Resumed resumed) {
      resumed(resumed, nowNanos, actions);
    } else if (event instanceof TimerFired fired) {
      timerFired(fired.kind(), fired.generation(), nowNanos, actions);
    } else if (event instanceof AddressesInstalled outcome) {
      addressesInstalled(outcome, actions);
    } else if (event instanceof AddressesFailed outcome) {
      addressesFailed(outcome, nowNanos, actions);
    } else if (event instanceof PriorityChanged change) {
      priorityChanged(change, actions);
    } else if (event instanceof PeerLeft left) {
      peerLeft(left, nowNanos, actions);
    } else if (event instanceof GroupPromotes promotes) {
      if (state == VrrpState.BACKUP) {
        promote(TransitionReason.SYNC_GROUP, promotes.reason(), nowNanos, actions);
      }
    } else if (event instanceof GroupDemotes demotes) {
      groupDemotes(demotes.reason(), nowNanos, actions);
    } else if (event instanceof GroupFaulted faulted) {
      groupFault = faulted.reason();
      enterFault(TransitionReason.SYNC_GROUP, faulted.reason(), actions);
    } else if (event instanceof GroupRecovered) {
      groupFault = null;
      recover("the sync group recovered", nowNanos, actions);
    } else if (event instanceof GroupHolds holds) {
      if (state == VrrpState.BACKUP) {
        armTimer(TimerKind.MASTER_DOWN, holds.untilNanos(), actions);
      }
    } else if (event instanceof LinkUp link) {
      localAddress = link.localAddress();
      recover("interface " + config.interfaceName() + " is up", nowNanos, actions);
    } else if (event instanceof LinkDown link) {
      linkDown(link, actions);
    } else if (event instanceof FaultRaised raised) {
      fault = raised.reason();
      enterFault(TransitionReason.FAULT_RAISED, raised.reason(), actions);
    } else if (event instanceof FaultCleared) {
      String was = fault;
      fault = null;
      recover("no longer in fault" + (was == null ? "" : ": " + was), nowNanos, actions);
    } else if (event instanceof Startup) {
      startup(nowNanos, actions);
    } else if (event instanceof Shutdown) {
      shutdown(nowNanos, actions);
    }
  }

  private void startup(long nowNanos, List<VrrpAction> actions) {
    if (started || handingOver) {
      return;
    }
    started = true;
    notBeforeNanos = nowNanos + startupDelayNanos;
    if (localAddress == null) {
      transition(VrrpState.FAULT, TransitionReason.LINK_DOWN, linkReason, actions);
    } else if (fault != null) {
      transition(VrrpState.FAULT, TransitionReason.FAULT_RAISED, fault, actions);
    } else if (groupFault != null) {
      transition(VrrpState.FAULT, TransitionReason.SYNC_GROUP, groupFault, actions);
    } else {
      join(TransitionReason.STARTED, "started", nowNanos, actions);
    }
  }

  /** RFC 9568 Section 6.4.1. */
  private void join(
      TransitionReason reason, String detail, long nowNanos, List<VrrpAction> actions) {
    master.begin(nowNanos);
    trustTimer();
    boolean mayPromote =
        nowNanos - notBeforeNanos >= 0
            && reason != TransitionReason.STALLED
            && reason != TransitionReason.SYNC_GROUP;
    if (config.isOwner() && mayPromote) {
      TransitionReason why =
          reason == TransitionReason.STARTED ? TransitionReason.STARTED_AS_OWNER : reason;
      promote(why, detail + ", and owns its addresses", nowNanos, actions);
    } else {
      armMasterDown(actions);
      transition(VrrpState.BACKUP, reason, detail, actions);
    }
  }

  private void shutdown(long nowNanos, List<VrrpAction> actions) {
    if (!started) {
      return;
    }
    started = false;
    backingOff = false;
    // A backup stops silently: only a master has something to resign from.
    if (state == VrrpState.MASTER && handOverNanos > 0) {
      handingOver = true;
      actions.add(new VrrpAction.SendAdvertisement(VirtualRouterConfig.RESIGN_PRIORITY));
      armTimer(TimerKind.HAND_OVER, nowNanos + handOverNanos, actions);
      return;
    }
    if (state == VrrpState.MASTER) {
      resign(actions);
    } else {
      cancelTimer(actions);
    }
    transition(VrrpState.INIT, TransitionReason.STOPPED, "stopped", actions);
  }

  /**
   * A MASTER that was silent for its own master-down interval has been replaced by whoever listens
   * with a lower priority, so its addresses are somebody else's: they go before anything is heard
   * or sent. Nothing is resigned from; that would make the new master's backups act.
   */
  private void resumed(Resumed resumed, long nowNanos, List<VrrpAction> actions) {
    if (state == VrrpState.MASTER && !handingOver) {
      long silent = nowNanos - advertisedNanos;
      long limit = VrrpTimers.masterDownNanos(version, priority, intervalNanos);
      if (silent > limit) {
        removeAddresses(actions);
        join(TransitionReason.STALLED, Sentences.stalled(silent, limit), nowNanos, actions);
      }
    } else if (state == VrrpState.BACKUP && resumed.stalledNanos() > master.intervalNanos()) {
      doubtful = true;
    }
  }

  private void groupDemotes(String reason, long nowNanos, List<VrrpAction> actions) {
    if (state == VrrpState.MASTER && !handingOver) {
      resign(actions);
      join(TransitionReason.SYNC_GROUP, reason, nowNanos, actions);
    }
  }

  private void successorHeard(AdvertisementReceived advertisement, List<VrrpAction> actions) {
    if (advertisement.priority() != VirtualRouterConfig.RESIGN_PRIORITY) {
      endHandOver("stopped; " + advertisement.sender().getHostAddress() + " took over", actions);
    }
  }

  private void endHandOver(String detail, List<VrrpAction> actions) {
    handingOver = false;
    cancelTimer(actions);
    removeAddresses(actions);
    transition(VrrpState.INIT, TransitionReason.STOPPED, detail, actions);
  }

  /** RFC 9568 Section 6.4.2. */
  private void advertisementAtBackup(
      AdvertisementReceived advertisement, long nowNanos, List<VrrpAction> actions) {
    if (advertisement.priority() == VirtualRouterConfig.RESIGN_PRIORITY) {
      master.resigned(advertisement, nowNanos);
      armMasterDown(actions);
    } else if (preempts() && advertisement.priority() < priority && holdNanos() > 0) {
      lowerMasterHeld(advertisement, nowNanos, actions);
    } else if (preempts() && advertisement.priority() < priority) {
      boolean lives = master.isGone();
      master.lower(advertisement);
      if (lives) {
        armMasterDown(actions);
      }
    } else {
      adopt(advertisement, nowNanos, actions);
    }
  }

  /** Without the hold it would be the master-down interval that a lower master is left for. */
  private void lowerMasterHeld(
      AdvertisementReceived advertisement, long nowNanos, List<VrrpAction> actions) {
    long holdNanos =
        Math.max(holdNanos(), VrrpTimers.masterDownNanos(version, priority, intervalNanos));
    if (master.held(advertisement, holdNanos, nowNanos)) {
      master.preempting(advertisement, nowNanos);
    } else {
      trustTimer();
    }
    armMasterDown(actions);
  }

  private long holdNanos() {
    return config.isOwner() ? 0 : preemptionDelayNanos;
  }

  /** RFC 9568 Section 6.4.3. */
  private void advertisementAtMaster(
      AdvertisementReceived advertisement, long nowNanos, List<VrrpAction> actions) {
    InetAddress local = localAddress;
    if (local == null) {
      return;
    }
    if (advertisement.priority() == VirtualRouterConfig.RESIGN_PRIORITY) {
      if (replies.take(nowNanos)) {
        advertise(actions);
        armAdvertisement(nowNanos, actions);
      }
      return;
    }
    InetAddress sender = advertisement.sender();
    if (config.isOwner() && advertisement.priority() == VirtualRouterConfig.OWNER_PRIORITY) {
      actions.add(new VrrpAction.Warn(Warning.DUPLICATE_OWNER, sender));
    }
    switch (Election.judge(priority, local, advertisement.priority(), sender)) {
      case HIGHER_PRIORITY ->
          demote(
              advertisement,
              TransitionReason.HIGHER_PRIORITY_HEARD,
              Sentences.higher(sender, advertisement.priority(), priority),
              nowNanos,
              actions);
      case HIGHER_ADDRESS ->
          demote(
              advertisement,
              TransitionReason.HIGHER_ADDRESS_HEARD,
              Sentences.higherAddress(sender, priority),
              nowNanos,
              actions);
      case SAME_ADDRESS -> {
        actions.add(new VrrpAction.Warn(Warning.DUPLICATE_ADDRESS, sender));
        assertMastership(nowNanos, actions);
      }
      case LOWER -> assertMastership(nowNanos, actions);
    }
  }

  /**
   * The other router should hear at once that it lost, and hosts that it misled be told again. RFC
   * 3768 only discards; version 2 therefore waits for the next regular advertisement.
   */
  private void assertMastership(long nowNanos, List<VrrpAction> actions) {
    if (version == VrrpVersion.V3 && replies.take(nowNanos)) {
      advertise(actions);
    }
    if (installed && reannouncements.take(nowNanos)) {
      actions.add(new VrrpAction.ReannounceAddresses());
    }
  }

  /** The same as handling a {@link TimerFired}, without one being made. */
  public void timerFired(TimerKind kind, long generation, long nowNanos, List<VrrpAction> actions) {
    if (kind != armed || generation != timerGeneration) {
      return;
    }
    armed = null;
    switch (kind) {
      case ADVERTISEMENT -> {
        advertise(actions);
        armAdvertisement(nowNanos, actions);
      }
      case MASTER_DOWN -> masterDown(nowNanos, actions);
      case RETRY -> {
        backingOff = false;
        recover("trying again to install the addresses", nowNanos, actions);
      }
      case HAND_OVER ->
          endHandOver(
              "stopped; no other router took over within " + Sentences.seconds(handOverNanos),
              actions);
    }
  }

  /**
   * A router cannot say how long nobody was heard while it could not hear. After a pause, or when
   * its timer itself is late, it therefore listens for one interval more; once, and not forever.
   */
  private void masterDown(long nowNanos, List<VrrpAction> actions) {
    long late = nowNanos - deadlineNanos;
    if ((doubtful || late > master.intervalNanos()) && !listenedAgain) {
      doubtful = false;
      listenedAgain = true;
      armTimer(TimerKind.MASTER_DOWN, nowNanos + master.listenAgainNanos(priority), actions);
      return;
    }
    promote(master.reason(), master.detail(priority, nowNanos), nowNanos, actions);
  }

  /** The wait only ever becomes shorter: the peer may have resigned a while ago. */
  private void peerLeft(PeerLeft left, long nowNanos, List<VrrpAction> actions) {
    if (state != VrrpState.BACKUP || !left.peer().equals(master.address())) {
      return;
    }
    long before = deadlineNanos;
    master.gone(left.how(), left.reason(), nowNanos);
    if (master.deadlineNanos(priority) - before < 0) {
      armMasterDown(actions);
    }
  }

  /** Advertises first, so that the old master lets go before neighbours hear of the new one. */
  private void promote(
      TransitionReason reason, String detail, long nowNanos, List<VrrpAction> actions) {
    promotion++;
    installPending = true;
    master.forget();
    advertise(actions);
    actions.add(new VrrpAction.InstallAddresses(promotion));
    armAdvertisement(nowNanos, actions);
    transition(VrrpState.MASTER, reason, detail, actions);
  }

  private void demote(
      AdvertisementReceived advertisement,
      TransitionReason reason,
      String detail,
      long nowNanos,
      List<VrrpAction> actions) {
    cancelTimer(actions);
    adopt(advertisement, nowNanos, actions);
    removeAddresses(actions);
    transition(VrrpState.BACKUP, reason, detail, actions);
  }

  private void adopt(AdvertisementReceived advertisement, long nowNanos, List<VrrpAction> actions) {
    master.adopt(advertisement, nowNanos);
    trustTimer();
    armMasterDown(actions);
  }

  private void resign(List<VrrpAction> actions) {
    cancelTimer(actions);
    actions.add(new VrrpAction.SendAdvertisement(VirtualRouterConfig.RESIGN_PRIORITY));
    removeAddresses(actions);
  }

  private void removeAddresses(List<VrrpAction> actions) {
    installPending = false;
    installed = false;
    actions.add(new VrrpAction.RemoveAddresses());
  }

  private void addressesInstalled(AddressesInstalled outcome, List<VrrpAction> actions) {
    if (installPending && outcome.promotion() == promotion) {
      installPending = false;
      installed = true;
      backOff.reset();
      if (!handingOver) {
        actions.add(new VrrpAction.AnnounceAddresses());
      }
    }
  }

  /** A master without its addresses would win every election and serve nobody. */
  private void addressesFailed(AddressesFailed outcome, long nowNanos, List<VrrpAction> actions) {
    if (installPending && outcome.promotion() == promotion) {
      if (handingOver) {
        endHandOver("stopped; " + outcome.reason(), actions);
        return;
      }
      backingOff = true;
      resign(actions);
      armTimer(TimerKind.RETRY, nowNanos + backOff.next(), actions);
      transition(VrrpState.FAULT, TransitionReason.INSTALL_FAILED, outcome.reason(), actions);
    }
  }

  private void priorityChanged(PriorityChanged change, List<VrrpAction> actions) {
    if (config.isOwner() || change.priority() == priority) {
      return;
    }
    priority = change.priority();
    if (state == VrrpState.MASTER && !handingOver) {
      advertise(actions);
    } else if (state == VrrpState.BACKUP) {
      armMasterDown(actions);
    }
  }

  private void linkDown(LinkDown link, List<VrrpAction> actions) {
    localAddress = null;
    linkReason = link.reason();
    if (handingOver) {
      endHandOver("stopped; " + linkReason, actions);
    } else if (state == VrrpState.MASTER) {
      cancelTimer(actions);
      removeAddresses(actions);
      transition(VrrpState.FAULT, TransitionReason.LINK_DOWN, linkReason, actions);
    } else {
      enterFault(TransitionReason.LINK_DOWN, linkReason, actions);
    }
  }

  private void enterFault(TransitionReason reason, String detail, List<VrrpAction> actions) {
    if (handingOver) {
      endHandOver("stopped; " + detail, actions);
    } else if (state == VrrpState.MASTER) {
      resign(actions);
      transition(VrrpState.FAULT, reason, detail, actions);
    } else if (state == VrrpState.BACKUP) {
      cancelTimer(actions);
      transition(VrrpState.FAULT, reason, detail, actions);
    }
  }

  private void recover(String detail, long nowNanos, List<VrrpAction> actions) {
    if (state == VrrpState.FAULT && trouble() == null && groupFault == null) {
      join(TransitionReason.RECOVERED, detail, nowNanos, actions);
    }
  }

  private boolean preempts() {
    return config.preempt() || config.isOwner();
  }

  private void armMasterDown(List<VrrpAction> actions) {
    long deadline = master.deadlineNanos(priority);
    boolean tooSoon = startupDelayNanos > 0 && deadline - notBeforeNanos < 0;
    armTimer(TimerKind.MASTER_DOWN, tooSoon ? notBeforeNanos : deadline, actions);
  }

  private void advertise(List<VrrpAction> actions) {
    if (regular.priority() != priority) {
      regular = new VrrpAction.SendAdvertisement(priority);
    }
    actions.add(regular);
  }

  private void trustTimer() {
    doubtful = false;
    listenedAgain = false;
  }

  private void armAdvertisement(long nowNanos, List<VrrpAction> actions) {
    advertisedNanos = nowNanos;
    armTimer(TimerKind.ADVERTISEMENT, nowNanos + intervalNanos, actions);
  }

  private void armTimer(TimerKind kind, long deadlineNanos, List<VrrpAction> actions) {
    armed = kind;
    this.deadlineNanos = deadlineNanos;
    timerGeneration++;
    if (slot == null) {
      actions.add(new VrrpAction.ArmTimer(kind, timerGeneration, deadlineNanos));
    } else {
      slot.arm(kind, timerGeneration, deadlineNanos);
    }
  }

  private void cancelTimer(List<VrrpAction> actions) {
    if (armed != null) {
      if (slot == null) {
        actions.add(new VrrpAction.CancelTimer(armed));
      } else {
        slot.cancel();
      }
      armed = null;
    }
  }

  private void transition(
      VrrpState to, TransitionReason reason, String detail, List<VrrpAction> actions) {
    VrrpState from = state;
    state = to;
    if (to == VrrpState.INIT || to == VrrpState.FAULT) {
      master.forget();
    }
    actions.add(new VrrpAction.ReportTransition(from, to, reason, detail));
  }

  /** What of its own keeps or would keep the router in FAULT; null when nothing does. */
  public @Nullable String trouble() {
    if (localAddress == null) {
      return linkReason;
    }
    if (fault != null) {
      return fault;
    }
    return backingOff ? "the addresses could not be installed" : null;
  }

  /**
   * Until when a BACKUP still counts on the master that it waits for, or on its start-up delay; not
   * after {@code nowNanos} when it does not any more, or is no BACKUP.
   */
  public long countsOnMasterUntilNanos(long nowNanos) {
    if (state != VrrpState.BACKUP) {
      return nowNanos;
    }
    long until = master.countsOnMasterUntilNanos(priority, nowNanos);
    return startupDelayNanos > 0 && until - notBeforeNanos < 0 ? notBeforeNanos : until;
  }

  public VrrpState state() {
    return state;
  }

  /** The effective priority. */
  public int priority() {
    return priority;
  }

  /** The peer that is MASTER as far as this router knows; null when it knows none, or is it. */
  public @Nullable InetAddress masterAddress() {
    return master.address();
  }

  /** What that peer advertised last; 0 when it resigned or there is none. */
  public int masterPriority() {
    return master.priority();
  }

  /** Whether the addresses of the current promotion are in place. */
  public boolean addressesInstalled() {
    return installed;
  }

  /** Everything that decides what the next event does; equal texts mean equal machines. */
  @Override
  public String toString() {
    return state
        + (started ? " started" : "")
        + " priority="
        + priority
        + " local="
        + localAddress
        + " fault="
        + fault
        + " groupFault="
        + groupFault
        + " backingOff="
        + backingOff
        + " "
        + master
        + " timer="
        + armed
        + "/"
        + timerGeneration
        + (startupDelayNanos > 0 ? " notBeforeNanos=" + notBeforeNanos : "")
        + " promotion="
        + promotion
        + " pending="
        + installPending
        + " installed="
        + installed
        + (doubtful ? " doubtful" : "")
        + (listenedAgain ? " listened again" : "")
        + (handingOver ? " handing over" : "")
        + " replied="
        + replies
        + " reannounced="
        + reannouncements;
  }
}
