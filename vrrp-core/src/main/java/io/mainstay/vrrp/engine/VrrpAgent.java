package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpListener;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.packet.AdvertisementDecoder;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.spi.AddressInstaller;
import io.mainstay.vrrp.spi.InterfaceMonitor;
import io.mainstay.vrrp.spi.NeighborAnnouncer;
import io.mainstay.vrrp.spi.ReceivedDatagram;
import io.mainstay.vrrp.spi.VrrpTransport;
import io.mainstay.vrrp.state.VrrpEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs any number of virtual routers on one thread. Each duty cycle first drains what arrived
 * (commands, interface changes, datagrams) and only then fires timers: after a pause of the JVM the
 * advertisements that waited meanwhile are heard before their absence is judged. A MASTER that was
 * paused for so long that a peer must have taken over gives up its addresses before even that.
 *
 * <p>{@link #doWork} and {@link #nextDeadlineNanos} belong to the agent's thread, usually a {@link
 * VrrpAgentThread}; everything else may be called from any thread. Whoever made the ports closes
 * them, after the agent stopped.
 */
public final class VrrpAgent {
  /** How long the agent's thread may sleep when nothing is due. */
  static final long MAX_IDLE_NANOS = 100_000_000L;

  private static final int RECEIVE_BATCH = 64;
  private static final int RECEIVE_BATCHES_PER_CYCLE = 64;

  /** Shorter ones cannot matter to the shortest advertisement interval there is. */
  private static final long STALL_NANOS = 10_000_000L;

  /** A master must not lose its addresses to the pauses that it is known to make. */
  private static final long STALLS_PER_INTERVAL = 3;

  private static final long LOGGED_STALL_NANOS = 1_000_000_000L;

  /** What distinguishes virtual routers of one host (RFC 9568 Section 1.7). */
  private record Key(String interfaceName, AddressFamily family, int vrid) {
    static Key of(VirtualRouterConfig config) {
      return new Key(config.interfaceName(), config.family(), config.vrid());
    }
  }

  private final InterfaceMonitor monitor;
  private final VrrpTransport transport;
  private final Mailbox mailbox;
  private final Links links;
  private final AdvertisementDecoder decoder;
  private final AgentContext context;
  private final List<RunningRouter> routers = new ArrayList<>();
  private final Map<Key, RouterHandle> registered = new ConcurrentHashMap<>();
  private final SyncGroups groups = new SyncGroups();
  private final RejectCounters rejected = new RejectCounters();
  private final AgentLog log = new AgentLog();
  private final VrrpTransport.Receiver receiver = this::onDatagram;
  private final InterfaceMonitor.Handler interfaceHandler;

  private long nowNanos;
  private long nextDeadlineNanos;
  private final StallMeter stalls = new StallMeter();
  private final RecentDurations dutyCycles = new RecentDurations();
  private final RecentDurations advertisementLateness = new RecentDurations();

  /** An agent that dates transitions by the system's clock. */
  public VrrpAgent(VrrpTransport transport, InterfaceMonitor monitor, NeighborAnnouncer announcer) {
    this(transport, monitor, announcer, InstantSource.system());
  }

  /**
   * An agent that dates transitions by a clock of the caller's.
   *
   * @param wallClock the time of day for people; nothing is decided by it
   */
  public VrrpAgent(
      VrrpTransport transport,
      InterfaceMonitor monitor,
      NeighborAnnouncer announcer,
      InstantSource wallClock) {
    this.transport = transport;
    this.monitor = monitor;
    mailbox = new Mailbox(transport);
    links = new Links(transport, monitor);
    decoder = new AdvertisementDecoder(links);
    context = new Context(announcer, wallClock);
    interfaceHandler = state -> links.update(state, nowNanos);
  }

  /**
   * Adds a virtual router and starts it in the next duty cycle. What is wrong with its interface
   * shows in its state, and it recovers by itself.
   *
   * @param installer {@link AddressInstaller#NONE} elects without moving an address
   * @throws IllegalArgumentException when a router with the same interface, family and VRID runs,
   *     or one in the same sync group with another priority
   */
  public VirtualRouter add(
      VirtualRouterConfig config, AddressInstaller installer, VrrpListener listener) {
    refuseUnequalMember(config);
    RunningRouter router = new RunningRouter(context, config, installer, listener);
    RouterHandle handle = new RouterHandle(router, context);
    RouterHandle other = registered.putIfAbsent(Key.of(config), handle);
    if (other != null) {
      throw new IllegalArgumentException(
          "VRID "
              + config.vrid()
              + " is taken on "
              + config.interfaceName()
              + " by "
              + other.config().name()
              + "; give "
              + config.name()
              + " another");
    }
    try {
      mailbox.post(() -> attach(router));
    } catch (IllegalStateException e) {
      registered.remove(Key.of(config));
      throw e;
    }
    return handle;
  }

  /** Different priorities would win one election and lose another, and tear the group for good. */
  private void refuseUnequalMember(VirtualRouterConfig config) {
    for (RouterHandle handle : registered.values()) {
      VirtualRouterConfig other = handle.config();
      if (config.syncGroup().isPresent()
          && config.syncGroup().equals(other.syncGroup())
          && config.priority() != other.priority()) {
        throw new IllegalArgumentException(
            config.name()
                + " has priority "
                + config.priority()
                + " and "
                + other.name()
                + " has "
                + other.priority()
                + "; give all members of sync group "
                + config.syncGroup().get()
                + " the same");
      }
    }
  }

  /** Stops every virtual router that was added before this call; completes when all resigned. */
  public CompletionStage<Void> stopAll() {
    List<CompletableFuture<VrrpSnapshot>> stops = new ArrayList<>();
    registered.values().forEach(router -> stops.add(router.stop().toCompletableFuture()));
    return CompletableFuture.allOf(stops.toArray(new CompletableFuture<?>[0]));
  }

  /** What the agent itself measured and counted. */
  public VrrpAgentSnapshot snapshot() {
    return new VrrpAgentSnapshot(
        Duration.ofNanos(stalls.longestGapNanos()),
        stalls.snapshot(),
        dutyCycles.quantiles(),
        advertisementLateness.quantiles(),
        rejected.snapshot());
  }

  /**
   * One duty cycle; never blocks.
   *
   * @param nowNanos a monotonic time, read once per cycle
   * @return how much was done; 0 when the thread may wait until {@link #nextDeadlineNanos}
   */
  public int doWork(long nowNanos) {
    wake(nowNanos);
    int work = takeCommands() + pollInterfaces();
    try {
      work += links.retry(nowNanos);
      work += receive();
      // Not reached when receiving fails: who cannot hear must not judge others silent.
      work += fireTimers();
    } catch (RuntimeException e) {
      log.failed(e, nowNanos);
    }
    work += settleGroups();
    retireEnded();
    nextDeadlineNanos = deadline();
    return work;
  }

  /**
   * When the next timer is due, as of the last {@link #doWork}; commands and datagrams may come
   * first.
   */
  public long nextDeadlineNanos() {
    return nextDeadlineNanos;
  }

  /** The agent's thread tells how long a duty cycle took that did something. */
  void worked(long nanos) {
    dutyCycles.record(nanos);
  }

  /** Before all inputs: what waited meanwhile may be many datagrams, and the time is over. */
  private void wake(long now) {
    long stallNanos = stalls.measure(now, nextDeadlineNanos);
    nowNanos = now;
    dutyCycles.advance(now);
    advertisementLateness.advance(now);
    if (stallNanos <= STALL_NANOS) {
      return;
    }
    VrrpEvent.Resumed resumed = new VrrpEvent.Resumed(stallNanos);
    for (int i = 0; i < routers.size(); i++) {
      routers.get(i).resumed(resumed);
    }
    if (stallNanos > LOGGED_STALL_NANOS) {
      log.stalled(stallNanos, now);
    }
    warnOfShortIntervals(now);
  }

  private void warnOfShortIntervals(long now) {
    long recent = stalls.recentLongestNanos();
    for (int i = 0; i < routers.size(); i++) {
      if (routers.get(i).config().advertisementInterval().toNanos()
          < STALLS_PER_INTERVAL * recent) {
        log.intervalTooShort(routers.get(i).config(), STALLS_PER_INTERVAL * recent, recent, now);
        return;
      }
    }
  }

  /** A dead agent would leave its addresses to nobody, so no failure ends it. */
  private int takeCommands() {
    try {
      return mailbox.drain();
    } catch (RuntimeException e) {
      log.failed(e, nowNanos);
      return 1;
    }
  }

  private int pollInterfaces() {
    try {
      return monitor.poll(interfaceHandler);
    } catch (RuntimeException e) {
      log.failed(e, nowNanos);
      return 0;
    }
  }

  private int receive() {
    int total = 0;
    for (int batch = 0; batch < RECEIVE_BATCHES_PER_CYCLE; batch++) {
      int received = transport.receive(receiver, RECEIVE_BATCH);
      total += received;
      if (received < RECEIVE_BATCH) {
        break;
      }
    }
    return total;
  }

  private void onDatagram(ReceivedDatagram datagram) {
    RejectReason reason = decoder.decode(datagram);
    RunningRouter router =
        decoder.isForKnownRouter()
            ? links.router(datagram.interfaceIndex, datagram.family, decoder.vrid())
            : null;
    if (router == null) {
      if (reason != null) {
        rejected.increment(reason);
        log.rejected(reason, decoder, nowNanos);
        if (reason == RejectReason.OWN_PACKET || reason == RejectReason.DUPLICATE_ADDRESS) {
          links.ownAddressHeard(datagram.interfaceIndex, datagram.family, reason, decoder);
        }
      }
    } else if (reason == null) {
      router.accepted(decoder);
    } else {
      router.rejected(reason, decoder);
    }
  }

  private int fireTimers() {
    int work = 0;
    for (int i = 0; i < routers.size(); i++) {
      work += routers.get(i).onTime();
    }
    return work;
  }

  /** After everything else, so that what befell several members at once is seen at once. */
  private int settleGroups() {
    try {
      return groups.settle();
    } catch (RuntimeException e) {
      log.failed(e, nowNanos);
      return 0;
    }
  }

  /** Those that handed over; not before here, because others iterate over the routers. */
  private void retireEnded() {
    for (int i = routers.size() - 1; i >= 0; i--) {
      RunningRouter router = routers.get(i);
      if (router.isEnded()) {
        router.end();
      }
    }
  }

  private long deadline() {
    long next = links.nextDeadlineNanos(nowNanos + MAX_IDLE_NANOS);
    for (int i = 0; i < routers.size(); i++) {
      next = routers.get(i).nextDeadlineNanos(next);
    }
    return next;
  }

  private void attach(RunningRouter router) {
    routers.add(router);
    groups.add(router);
    links.add(router, nowNanos);
    router.start();
  }

  /** What the routers see of their agent. */
  private final class Context implements AgentContext {
    private final NeighborAnnouncer announcer;
    private final InstantSource wallClock;

    Context(NeighborAnnouncer announcer, InstantSource wallClock) {
      this.announcer = announcer;
      this.wallClock = wallClock;
    }

    @Override
    public long nowNanos() {
      return nowNanos;
    }

    @Override
    public RecentDurations advertisementLateness() {
      return advertisementLateness;
    }

    @Override
    public VrrpTransport transport() {
      return transport;
    }

    @Override
    public NeighborAnnouncer announcer() {
      return announcer;
    }

    @Override
    public InstantSource wallClock() {
      return wallClock;
    }

    @Override
    public void post(Runnable command) {
      mailbox.post(command);
    }

    @Override
    public void detach(RunningRouter router) {
      routers.remove(router);
      groups.remove(router);
      links.remove(router);
      registered.remove(Key.of(router.config()));
    }
  }
}
