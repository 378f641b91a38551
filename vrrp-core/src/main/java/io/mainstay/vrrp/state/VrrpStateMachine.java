package io.mainstay.vrrp.state;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpAction.Warning;
import io.mainstay.vrrp.state.VrrpEvent.AddressesFailed;
import io.mainstay.vrrp.state.VrrpEvent.AddressesInstalled;
import io.mainstay.vrrp.state.VrrpEvent.AdvertisementReceived;
import io.mainstay.vrrp.state.VrrpEvent.FaultCleared;
import io.mainstay.vrrp.state.VrrpEvent.FaultRaised;
import io.mainstay.vrrp.state.VrrpEvent.LinkDown;
import io.mainstay.vrrp.state.VrrpEvent.LinkUp;
import io.mainstay.vrrp.state.VrrpEvent.PriorityChanged;
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
  private final BackOff backOff = new BackOff();
  private final Spacing replies;
  private final Spacing reannouncements = new Spacing(REANNOUNCE_NANOS);

  private VrrpState state = VrrpState.INIT;
  private int priority;

  private boolean started;
  private @Nullable InetAddress localAddress;
  private String linkReason;
  private @Nullable String fault;
  private boolean backingOff;

  /** What the master advertises; version 3 learns it from adopted advertisements. */
  private long masterIntervalNanos;

  private @Nullable InetAddress masterAddress;
  private int masterPriority;
  private boolean masterResigned;
  private boolean masterIsLower;

  /** When the armed master-down timer began to run; a priority change counts from there. */
  private long silentSinceNanos;

  private long timerGeneration;
  private @Nullable TimerKind armed;
  private long promotion;
  private boolean installPending;
  private boolean installed;

  public VrrpStateMachine(VirtualRouterConfig config) {
    this.config = config;
    version = config.version();
    intervalNanos = config.advertisementInterval().toNanos();
    masterIntervalNanos = intervalNanos;
    replies = new Spacing(intervalNanos / REPLIES_PER_INTERVAL);
    priority = config.priority();
    linkReason = "interface " + config.interfaceName() + " was not seen yet";
  }

  /** Handles one event and appends what is to be done to {@code actions}. */
  public void handle(VrrpEvent event, long nowNanos, List<VrrpAction> actions) {
    if (event instanceof AdvertisementReceived advertisement) {
      if (state == VrrpState.BACKUP) {
        advertisementAtBackup(advertisement, nowNanos, actions);
      } else if (state == VrrpState.MASTER) {
        advertisementAtMaster(advertisement, nowNanos, actions);
      }
    } else if (event instanceof TimerFired timer) {
      timerFired(timer, nowNanos, actions);
    } else if (event instanceof AddressesInstalled outcome) {
      addressesInstalled(outcome, actions);
    } else if (event instanceof AddressesFailed outcome) {
      addressesFailed(outcome, nowNanos, actions);
    } else if (event instanceof PriorityChanged change) {
      priorityChanged(change, actions);
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
      shutdown(actions);
    }
  }

  private void startup(long nowNanos, List<VrrpAction> actions) {
    if (started) {
      return;
    }
    started = true;
    if (localAddress == null) {
      transition(VrrpState.FAULT, TransitionReason.LINK_DOWN, linkReason, actions);
    } else if (fault != null) {
      transition(VrrpState.FAULT, TransitionReason.FAULT_RAISED, fault, actions);
    } else {
      join(TransitionReason.STARTED, "started", nowNanos, actions);
    }
  }

  /** RFC 9568 Section 6.4.1. */
  private void join(
      TransitionReason reason, String detail, long nowNanos, List<VrrpAction> actions) {
    masterIntervalNanos = intervalNanos;
    forgetMaster();
    if (config.isOwner()) {
      TransitionReason why =
          reason == TransitionReason.STARTED ? TransitionReason.STARTED_AS_OWNER : reason;
      promote(why, detail + ", and owns its addresses", nowNanos, actions);
    } else {
      armMasterDown(nowNanos, masterDownNanos(), actions);
      transition(VrrpState.BACKUP, reason, detail, actions);
    }
  }

  private void shutdown(List<VrrpAction> actions) {
    if (!started) {
      return;
    }
    started = false;
    backingOff = false;
    // A backup stops silently: only a master has something to resign from.
    if (state == VrrpState.MASTER) {
      resign(actions);
    } else {
      cancelTimer(actions);
    }
    transition(VrrpState.INIT, TransitionReason.STOPPED, "stopped", actions);
  }

  /** RFC 9568 Section 6.4.2. */
  private void advertisementAtBackup(
      AdvertisementReceived advertisement, long nowNanos, List<VrrpAction> actions) {
    if (advertisement.priority() == VirtualRouterConfig.RESIGN_PRIORITY) {
      masterResigned = true;
      masterIsLower = false;
      masterAddress = advertisement.sender();
      masterPriority = VirtualRouterConfig.RESIGN_PRIORITY;
      armMasterDown(nowNanos, skewNanos(), actions);
    } else if (preempts() && advertisement.priority() < priority) {
      // The timer keeps running, so that a higher backup than this one may be sooner.
      masterIsLower = true;
      masterAddress = advertisement.sender();
      masterPriority = advertisement.priority();
    } else {
      adopt(advertisement, nowNanos, actions);
    }
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
        actions.add(new VrrpAction.SendAdvertisement(priority));
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
      actions.add(new VrrpAction.SendAdvertisement(priority));
    }
    if (installed && reannouncements.take(nowNanos)) {
      actions.add(new VrrpAction.ReannounceAddresses());
    }
  }

  private void timerFired(TimerFired timer, long nowNanos, List<VrrpAction> actions) {
    if (timer.kind() != armed || timer.generation() != timerGeneration) {
      return;
    }
    armed = null;
    switch (timer.kind()) {
      case ADVERTISEMENT -> {
        actions.add(new VrrpAction.SendAdvertisement(priority));
        armAdvertisement(nowNanos, actions);
      }
      case MASTER_DOWN -> masterDown(nowNanos, actions);
      case RETRY -> {
        backingOff = false;
        recover("trying again to install the addresses", nowNanos, actions);
      }
    }
  }

  private void masterDown(long nowNanos, List<VrrpAction> actions) {
    if (masterIsLower) {
      promote(
          TransitionReason.LOWER_PRIORITY_PREEMPTED,
          Sentences.lower(masterAddress, masterPriority, priority),
          nowNanos,
          actions);
    } else if (masterResigned) {
      promote(
          TransitionReason.MASTER_RESIGNED, Sentences.resigned(masterAddress), nowNanos, actions);
    } else {
      promote(
          TransitionReason.MASTER_SILENT,
          Sentences.silent(masterAddress, masterPriority, nowNanos - silentSinceNanos),
          nowNanos,
          actions);
    }
  }

  /** Advertises first, so that the old master lets go before neighbours hear of the new one. */
  private void promote(
      TransitionReason reason, String detail, long nowNanos, List<VrrpAction> actions) {
    promotion++;
    installPending = true;
    forgetMaster();
    actions.add(new VrrpAction.SendAdvertisement(priority));
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
    if (version == VrrpVersion.V3) {
      masterIntervalNanos = advertisement.intervalNanos();
    }
    masterAddress = advertisement.sender();
    masterPriority = advertisement.priority();
    masterResigned = false;
    masterIsLower = false;
    armMasterDown(nowNanos, masterDownNanos(), actions);
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
      actions.add(new VrrpAction.AnnounceAddresses());
    }
  }

  /** A master without its addresses would win every election and serve nobody. */
  private void addressesFailed(AddressesFailed outcome, long nowNanos, List<VrrpAction> actions) {
    if (installPending && outcome.promotion() == promotion) {
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
    if (state == VrrpState.MASTER) {
      actions.add(new VrrpAction.SendAdvertisement(priority));
    } else if (state == VrrpState.BACKUP) {
      long wait = masterResigned ? skewNanos() : masterDownNanos();
      armTimer(TimerKind.MASTER_DOWN, silentSinceNanos + wait, actions);
    }
  }

  private void linkDown(LinkDown link, List<VrrpAction> actions) {
    localAddress = null;
    linkReason = link.reason();
    if (state == VrrpState.MASTER) {
      cancelTimer(actions);
      removeAddresses(actions);
      transition(VrrpState.FAULT, TransitionReason.LINK_DOWN, linkReason, actions);
    } else {
      enterFault(TransitionReason.LINK_DOWN, linkReason, actions);
    }
  }

  private void enterFault(TransitionReason reason, String detail, List<VrrpAction> actions) {
    if (state == VrrpState.MASTER) {
      resign(actions);
      transition(VrrpState.FAULT, reason, detail, actions);
    } else if (state == VrrpState.BACKUP) {
      cancelTimer(actions);
      transition(VrrpState.FAULT, reason, detail, actions);
    }
  }

  private void recover(String detail, long nowNanos, List<VrrpAction> actions) {
    if (state == VrrpState.FAULT && localAddress != null && fault == null && !backingOff) {
      join(TransitionReason.RECOVERED, detail, nowNanos, actions);
    }
  }

  private boolean preempts() {
    return config.preempt() || config.isOwner();
  }

  private long skewNanos() {
    return VrrpTimers.skewNanos(version, priority, masterIntervalNanos);
  }

  private long masterDownNanos() {
    return VrrpTimers.masterDownNanos(version, priority, masterIntervalNanos);
  }

  private void forgetMaster() {
    masterAddress = null;
    masterPriority = 0;
    masterResigned = false;
    masterIsLower = false;
  }

  private void armMasterDown(long nowNanos, long waitNanos, List<VrrpAction> actions) {
    silentSinceNanos = nowNanos;
    armTimer(TimerKind.MASTER_DOWN, nowNanos + waitNanos, actions);
  }

  private void armAdvertisement(long nowNanos, List<VrrpAction> actions) {
    armTimer(TimerKind.ADVERTISEMENT, nowNanos + intervalNanos, actions);
  }

  private void armTimer(TimerKind kind, long deadlineNanos, List<VrrpAction> actions) {
    armed = kind;
    timerGeneration++;
    actions.add(new VrrpAction.ArmTimer(kind, timerGeneration, deadlineNanos));
  }

  private void cancelTimer(List<VrrpAction> actions) {
    if (armed != null) {
      actions.add(new VrrpAction.CancelTimer(armed));
      armed = null;
    }
  }

  private void transition(
      VrrpState to, TransitionReason reason, String detail, List<VrrpAction> actions) {
    VrrpState from = state;
    state = to;
    if (to == VrrpState.INIT || to == VrrpState.FAULT) {
      forgetMaster();
    }
    actions.add(new VrrpAction.ReportTransition(from, to, reason, detail));
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
    return masterAddress;
  }

  /** What that peer advertised last; 0 when it resigned or there is none. */
  public int masterPriority() {
    return masterPriority;
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
        + " backingOff="
        + backingOff
        + " master="
        + masterAddress
        + "/"
        + masterPriority
        + " masterIntervalNanos="
        + masterIntervalNanos
        + " resigned="
        + masterResigned
        + " lower="
        + masterIsLower
        + " silentSinceNanos="
        + silentSinceNanos
        + " timer="
        + armed
        + "/"
        + timerGeneration
        + " promotion="
        + promotion
        + " pending="
        + installPending
        + " installed="
        + installed
        + " replied="
        + replies
        + " reannounced="
        + reannouncements;
  }
}
