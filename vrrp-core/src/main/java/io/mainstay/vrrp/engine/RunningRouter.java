package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpListener;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.packet.AdvertisementDecoder;
import io.mainstay.vrrp.packet.ExpectedAdvertisement;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.spi.AddressInstaller;
import io.mainstay.vrrp.state.TimerKind;
import io.mainstay.vrrp.state.VrrpAction;
import io.mainstay.vrrp.state.VrrpAction.InstallAddresses;
import io.mainstay.vrrp.state.VrrpAction.ReportTransition;
import io.mainstay.vrrp.state.VrrpAction.SendAdvertisement;
import io.mainstay.vrrp.state.VrrpAction.Warn;
import io.mainstay.vrrp.state.VrrpAction.Warning;
import io.mainstay.vrrp.state.VrrpEvent;
import io.mainstay.vrrp.state.VrrpState;
import io.mainstay.vrrp.state.VrrpStateMachine;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what one state machine asks for. Only the agent's thread calls it, except where a
 * method says otherwise.
 */
final class RunningRouter implements SyncGroup.Member {
  private final AgentContext context;
  private final VirtualRouterConfig config;
  private final VrrpListener listener;
  private final VrrpStateMachine machine;
  private final ExpectedAdvertisement expected;
  private final RouterCounters counters = new RouterCounters();
  private final RouterLog log;
  private final RouterWarnings warnings = new RouterWarnings();
  private final OwnAddressWatch ownAddress = new OwnAddressWatch();
  private final ReceivedAdvertisements received;
  private final AdvertisementSender sender;
  private final HeldAddresses addresses;
  private final List<VrrpAction> actions = new ArrayList<>();
  private final CompletableFuture<VrrpSnapshot> stopped = new CompletableFuture<>();

  private @Nullable InetAddress localAddress;
  private byte[] source = {};
  private final RouterTimer timer;
  private boolean attached;
  private boolean ending;
  private @Nullable SyncGroup group;
  private String priorityReason = "configured";

  private volatile RouterStatus status;

  RunningRouter(
      AgentContext context,
      VirtualRouterConfig config,
      AddressInstaller installer,
      VrrpListener listener) {
    this.context = context;
    this.config = config;
    this.listener = listener;
    timer = new RouterTimer(context.advertisementLateness());
    machine = new VrrpStateMachine(config, timer);
    expected = ExpectedAdvertisement.of(config);
    log = new RouterLog(config.name());
    received = new ReceivedAdvertisements(config, counters, log);
    sender = new AdvertisementSender(context, config, counters, log);
    addresses = new HeldAddresses(context, config, installer, counters, log);
    status = RouterStatus.initial(config, context.wallClock().instant());
  }

  VirtualRouterConfig config() {
    return config;
  }

  void joined(SyncGroup group) {
    this.group = group;
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public VrrpState state() {
    return machine.state();
  }

  @Override
  public @Nullable String trouble() {
    return ending ? null : machine.trouble();
  }

  @Override
  public long countsOnMasterUntilNanos(long nowNanos) {
    return machine.countsOnMasterUntilNanos(nowNanos);
  }

  @Override
  public void tell(VrrpEvent event) {
    handle(event);
  }

  /** Any thread. */
  VrrpSnapshot snapshot() {
    return status.snapshot(config, counters.snapshot());
  }

  /** Any thread: completes with the last snapshot. */
  CompletableFuture<VrrpSnapshot> stopped() {
    return stopped;
  }

  ExpectedAdvertisement expected() {
    return expected;
  }

  /** Takes part from now on; the link has said before whether it can be used. */
  void start() {
    attached = true;
    if (config.password().isPresent()) {
      log.passwordIsReadable();
    }
    // An earlier process may have died with the addresses; an owner's are the interface's own.
    if (!config.isOwner()) {
      addresses.remove();
    }
    handle(new VrrpEvent.Startup());
  }

  /** Also ends a router that was never attached. */
  void shutDown() {
    ending = true;
    handle(new VrrpEvent.Shutdown());
    if (isEnded()) {
      end();
    }
  }

  /** Whether it was told to stop, and has handed over. */
  boolean isEnded() {
    return ending && machine.state() == VrrpState.INIT;
  }

  void end() {
    if (attached) {
      attached = false;
      context.detach(this);
    }
    VrrpSnapshot last = snapshot();
    // Not on this thread: what waits for the end may block, and other routers are running.
    stopped.completeAsync(() -> last);
  }

  /** The agent runs again after a pause; comes before all that waited meanwhile. */
  void resumed(VrrpEvent.Resumed resumed) {
    handle(resumed);
  }

  void linkUp(InetAddress address) {
    if (!address.equals(localAddress)) {
      localAddress = address;
      source = address.getAddress();
    }
    handle(new VrrpEvent.LinkUp(address));
  }

  void linkDown(String reason) {
    localAddress = null;
    handle(new VrrpEvent.LinkDown(reason));
  }

  void accepted(AdvertisementDecoder advertisement) {
    handle(received.accepted(advertisement, context.nowNanos()));
  }

  void rejected(RejectReason reason, AdvertisementDecoder datagram) {
    VrrpEvent event = received.rejected(reason, datagram, context.nowNanos());
    if (event != null) {
      handle(event);
    }
  }

  boolean sentLast(byte[] bytes, int offset, int length) {
    return sender.sentLast(bytes, offset, length);
  }

  /**
   * A datagram came from an own address of the interface. Nobody gives way to it: who is MASTER
   * cannot be decided between hosts that look the same (RFC 9568 Section 6.4.3 compares addresses).
   */
  void ownAddressHeard(RejectReason how, AdvertisementDecoder datagram) {
    InetAddress address = localAddress;
    if (address == null || !datagram.isFrom(source)) {
      return;
    }
    if (warnings.raise(ownAddress.warning(how, address), context.nowNanos())) {
      publish(null);
    }
  }

  void faultRaised(String reason) {
    handle(new VrrpEvent.FaultRaised(reason));
  }

  void faultCleared() {
    handle(new VrrpEvent.FaultCleared());
  }

  void peerGone(InetAddress address, PeerGone how, String reason) {
    handle(new VrrpEvent.PeerLeft(address, how, reason));
  }

  void priorityChanged(int effective, String reason) {
    priorityReason = reason;
    if (effective != machine.priority()) {
      log.priority(machine.priority(), effective, reason);
    }
    handle(new VrrpEvent.PriorityChanged(effective));
  }

  /** Fires what is due; inputs of the same cycle were handled before. */
  int onTime() {
    long nowNanos = context.nowNanos();
    int work = 0;
    TimerKind due = timer.take(nowNanos);
    if (due != null) {
      fire(due, nowNanos);
      work++;
    }
    if (warnings.expire(nowNanos)) {
      publish(null);
    }
    if (machine.state() == VrrpState.MASTER) {
      work += addresses.onTime(nowNanos);
    }
    return work;
  }

  private void fire(TimerKind due, long nowNanos) {
    SyncGroup together = group;
    if (together != null && due == TimerKind.MASTER_DOWN) {
      long until = together.holdsUntilNanos(this, nowNanos);
      if (until - nowNanos > 0) {
        handle(new VrrpEvent.GroupHolds(until));
        return;
      }
    }
    machine.timerFired(due, timer.generation(), nowNanos, actions);
    carryOut();
  }

  /** The earliest time at which {@link #onTime} has something to do, at most {@code latest}. */
  long nextDeadlineNanos(long latest) {
    long next = timer.nextNanos(latest);
    return machine.state() == VrrpState.MASTER ? addresses.nextDeadlineNanos(next) : next;
  }

  private void handle(VrrpEvent event) {
    machine.handle(event, context.nowNanos(), actions);
    carryOut();
  }

  private void carryOut() {
    for (int i = 0; i < actions.size(); i++) {
      VrrpAction action = actions.get(i);
      try {
        execute(action);
      } catch (RuntimeException e) {
        // The rest must still be done: a master without its timer would fall silent for good.
        log.actionFailed(action, e, context.nowNanos());
      }
    }
    actions.clear();
    publish(null);
  }

  private void execute(VrrpAction action) {
    if (action instanceof SendAdvertisement advertisement) {
      send(advertisement.priority());
    } else if (action instanceof InstallAddresses install) {
      addresses.install(install.promotion(), this::handle);
    } else if (action instanceof VrrpAction.RemoveAddresses) {
      addresses.remove();
    } else if (action instanceof VrrpAction.AnnounceAddresses) {
      addresses.startAnnouncing();
    } else if (action instanceof VrrpAction.ReannounceAddresses) {
      addresses.announceAgain();
    } else if (action instanceof ReportTransition transition) {
      report(transition);
    } else if (action instanceof Warn warn) {
      warn(warn);
    }
  }

  private void warn(Warn warn) {
    boolean news = warnings.raise(warn, context.nowNanos());
    if (warn.warning() == Warning.EQUAL_PRIORITY) {
      if (news) {
        log.equalPriority(warn, context.nowNanos());
      }
    } else {
      log.warn(warn, context.nowNanos());
    }
  }

  private void send(int priority) {
    if (priority == VirtualRouterConfig.RESIGN_PRIORITY) {
      addresses.stopAnnouncing();
    }
    sender.send(priority, source);
  }

  private void report(ReportTransition change) {
    VrrpTransition transition =
        new VrrpTransition(
            config,
            change.from(),
            change.to(),
            change.reason(),
            change.detail(),
            context.wallClock().instant(),
            context.nowNanos());
    publish(transition);
    log.transition(transition);
    try {
      listener.onTransition(transition);
    } catch (RuntimeException e) {
      log.callbackFailed("telling the listener", e);
    }
  }

  private void publish(@Nullable VrrpTransition transition) {
    status = status.updated(machine, priorityReason, localAddress, warnings.lines(), transition);
  }
}
