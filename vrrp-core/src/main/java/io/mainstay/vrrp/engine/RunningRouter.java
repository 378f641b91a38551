package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.Unicast;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpListener;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.packet.AdvertisementDecoder;
import io.mainstay.vrrp.packet.AdvertisementEncoder;
import io.mainstay.vrrp.packet.ExpectedAdvertisement;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.spi.AddressInstaller;
import io.mainstay.vrrp.state.TimerKind;
import io.mainstay.vrrp.state.VrrpAction;
import io.mainstay.vrrp.state.VrrpAction.InstallAddresses;
import io.mainstay.vrrp.state.VrrpAction.ReportTransition;
import io.mainstay.vrrp.state.VrrpAction.SendAdvertisement;
import io.mainstay.vrrp.state.VrrpAction.Warn;
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
  private static final long RENEW_NANOS = 200_000_000L;

  private final AgentContext context;
  private final VirtualRouterConfig config;
  private final List<InetAddress> moved;
  private final AddressInstaller installer;
  private final VrrpListener listener;
  private final VrrpStateMachine machine;
  private final AdvertisementEncoder encoder;
  private final ExpectedAdvertisement expected;
  private final RouterCounters counters = new RouterCounters();
  private final byte[][] unicastPeers;
  private final RouterLog log;
  private final AnnouncementSchedule announcements;
  private final List<VrrpAction> actions = new ArrayList<>();
  private final CompletableFuture<VrrpSnapshot> stopped = new CompletableFuture<>();

  private @Nullable InetAddress localAddress;
  private byte[] source = {};
  private byte[] peer = {};
  private VrrpEvent.@Nullable AdvertisementReceived lastReceived;
  private final RouterTimer timer;
  private long renewNanos;
  private boolean attached;
  private boolean ending;
  private boolean checksumNoticed;
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
    this.installer = installer;
    this.listener = listener;
    moved = config.allAddresses();
    announcements = new AnnouncementSchedule(config.announcements());
    timer = new RouterTimer(context.advertisementLateness());
    machine = new VrrpStateMachine(config, timer);
    encoder = new AdvertisementEncoder(config);
    expected = ExpectedAdvertisement.of(config);
    unicastPeers =
        config.unicast().map(Unicast::peers).orElse(List.of()).stream()
            .map(peer -> peer.address().getAddress())
            .toArray(byte[][]::new);
    log = new RouterLog(config.name());
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
      removeAddresses();
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
    counters.received.increment();
    if (advertisement.checksumMode() == ChecksumMode.PSEUDO_HEADER) {
      counters.pseudoHeaderChecksums.increment();
    } else {
      counters.messageOnlyChecksums.increment();
    }
    if (advertisement.priority() == VirtualRouterConfig.RESIGN_PRIORITY) {
      counters.resignationsReceived.increment();
    }
    noticeChecksum(advertisement);
    if (advertisement.intervalDiffers()) {
      counters.intervalsDiffering.increment();
      log.intervalDiffers(advertisement, config, context.nowNanos());
    }
    if (advertisement.addressesDiffer()) {
      counters.addressesDiffering.increment();
      log.addressesDiffer(advertisement, context.nowNanos());
    }
    handle(received(advertisement));
  }

  /** Both kinds are heard, but the peer may drop the kind that is sent here. */
  private void noticeChecksum(AdvertisementDecoder advertisement) {
    boolean ambiguous = config.version() == VrrpVersion.V3 && config.family() == AddressFamily.IPV4;
    if (ambiguous && !checksumNoticed && advertisement.checksumMode() != config.checksumMode()) {
      checksumNoticed = true;
      log.checksumDiffers(advertisement, config.checksumMode());
    }
  }

  /** A master says the same again and again; its event is made once. */
  private VrrpEvent received(AdvertisementDecoder advertisement) {
    VrrpEvent.AdvertisementReceived last = lastReceived;
    if (last != null
        && last.priority() == advertisement.priority()
        && last.intervalNanos() == advertisement.intervalNanos()
        && advertisement.isFrom(peer)) {
      return last;
    }
    InetAddress sender = advertisement.source();
    VrrpEvent.AdvertisementReceived event =
        new VrrpEvent.AdvertisementReceived(
            advertisement.priority(), advertisement.intervalNanos(), sender);
    peer = sender.getAddress();
    lastReceived = event;
    return event;
  }

  void rejected(RejectReason reason, AdvertisementDecoder datagram) {
    counters.rejected.increment(reason);
    log.rejected(reason, datagram, context.nowNanos());
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
    if (machine.state() == VrrpState.MASTER) {
      if (announcements.takeRound(nowNanos)) {
        announce();
        work++;
      }
      if (renewNanos - nowNanos <= 0) {
        renewNanos = nowNanos + RENEW_NANOS;
        renew();
        work++;
      }
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
    if (machine.state() == VrrpState.MASTER) {
      next = earlier(renewNanos, next);
      next = announcements.nextNanos(next);
    }
    return next;
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
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
      install(install.promotion());
    } else if (action instanceof VrrpAction.RemoveAddresses) {
      announcements.cancel();
      removeAddresses();
    } else if (action instanceof VrrpAction.AnnounceAddresses) {
      announcements.start(context.nowNanos());
    } else if (action instanceof VrrpAction.ReannounceAddresses) {
      announcements.again(context.nowNanos());
    } else if (action instanceof ReportTransition transition) {
      report(transition);
    } else if (action instanceof Warn warn) {
      log.warn(warn, context.nowNanos());
    }
  }

  private void send(int priority) {
    if (priority == VirtualRouterConfig.RESIGN_PRIORITY) {
      // While the addresses are handed over, neighbours must believe the successor.
      announcements.cancel();
    }
    if (!transmit(priority)) {
      return;
    }
    counters.sent.increment();
    if (priority == VirtualRouterConfig.RESIGN_PRIORITY) {
      counters.resignationsSent.increment();
    }
  }

  /** Says whether anybody can have heard it. */
  private boolean transmit(int priority) {
    if (unicastPeers.length == 0) {
      byte[] message = encoder.encode(priority, source);
      return took(
          context
              .transport()
              .send(config.interfaceName(), config.family(), source, message, message.length));
    }
    boolean any = false;
    for (byte[] destination : unicastPeers) {
      byte[] message = encoder.encode(priority, source, destination);
      any |=
          took(
              context
                  .transport()
                  .send(
                      config.interfaceName(),
                      config.family(),
                      source,
                      destination,
                      message,
                      message.length));
    }
    return any;
  }

  private boolean took(boolean taken) {
    if (!taken) {
      counters.sendFailures.increment();
      log.sendFailed(config.interfaceName(), context.nowNanos());
    }
    return taken;
  }

  private void install(long promotion) {
    counters.promotions.increment();
    renewNanos = context.nowNanos() + RENEW_NANOS;
    AddressInstaller.Outcome outcome =
        new AddressInstaller.Outcome() {
          @Override
          public void installed() {
            context.post(() -> handle(new VrrpEvent.AddressesInstalled(promotion)));
          }

          @Override
          public void failed(String reason) {
            context.post(() -> handle(new VrrpEvent.AddressesFailed(promotion, reason)));
          }
        };
    try {
      installer.install(config, outcome);
    } catch (RuntimeException e) {
      log.callbackFailed("installing the addresses", e);
      outcome.failed("the installer failed: " + e);
    }
  }

  private void removeAddresses() {
    try {
      installer.remove(config);
    } catch (RuntimeException e) {
      log.callbackFailed("removing the addresses", e);
    }
  }

  private void renew() {
    try {
      installer.renew(config);
    } catch (RuntimeException e) {
      log.renewFailed(e, context.nowNanos());
    }
  }

  private void announce() {
    if (!installer.reachedByNeighbors()) {
      announcements.cancel();
      return;
    }
    for (int i = 0; i < moved.size(); i++) {
      if (context.announcer().announce(config.interfaceName(), moved.get(i))) {
        counters.announcements.increment();
      } else {
        counters.announcementFailures.increment();
      }
    }
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
    status = status.updated(machine, priorityReason, localAddress, transition);
  }
}
