package io.mainstay.node;

import io.mainstay.node.HealthToPriority.Standing;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.RouterConfig;
import io.mainstay.node.config.VrrpPriority;
import io.mainstay.node.config.WhenDuplicate;
import io.mainstay.node.notice.EventKind;
import io.mainstay.node.notice.MoverTroubles;
import io.mainstay.node.notice.Notices;
import io.mainstay.node.notice.SyncGroupStates;
import io.mainstay.node.status.RouterStatus;
import io.mainstay.node.track.TrackerState;
import io.mainstay.vip.SerialScheduler;
import io.mainstay.vip.VipEvent;
import io.mainstay.vip.VipReconciler;
import io.mainstay.vip.VirtualAddress;
import io.mainstay.vip.linux.LinuxVrrpIo;
import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.engine.VrrpAgent;
import io.mainstay.vrrp.engine.VrrpAgentSnapshot;
import io.mainstay.vrrp.engine.VrrpAgentThread;
import io.mainstay.vrrp.spi.AddressInstaller;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The virtual routers of a node: one agent, and for each router the mover of its addresses. */
final class NodeRouters implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeRouters.class);

  /** How long a stop waits for addresses to be removed. */
  private static final Duration REMOVAL_LIMIT = Duration.ofSeconds(3);

  /** One router as it runs; without an installer it only elects. */
  private record Running(
      RouterConfig config, VirtualRouter router, @Nullable ReconcilerInstaller installer) {}

  private final LinuxVrrpIo io;
  private final VrrpAgent agent;
  private final ScheduledExecutorService reconciling =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "reconciler");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Running> running = new ArrayList<>();
  private final Map<String, Standing> standings = new ConcurrentHashMap<>();
  private final Notices notices;
  private final MoverTroubles troubles = new MoverTroubles();

  /** After the start the agent's thread only. */
  private final SyncGroupStates groups = new SyncGroupStates();

  private volatile Runnable onTransition = () -> {};
  private final VrrpThreadPriority priority;
  private @Nullable VrrpAgentThread thread;
  private volatile Runnable onDuplicate = () -> {};
  private final DuplicateWatch duplicates = new DuplicateWatch(() -> onDuplicate.run());

  private NodeRouters(LinuxVrrpIo io, VrrpThreadPriority priority, Notices notices) {
    this.notices = notices;
    this.io = io;
    this.priority = priority;
    this.agent = new VrrpAgent(io.transport(), io.monitor(), io.announcer());
  }

  /** Prepares all routers; none takes part before {@link #start}. */
  static NodeRouters prepare(NodeConfig config, Plugins plugins, Notices notices)
      throws StartException {
    NodeRouters routers =
        new NodeRouters(openIo(), new VrrpThreadPriority(config.vrrpPriority()), notices);
    try {
      for (RouterConfig router : config.routers()) {
        routers.add(router, plugins);
      }
      return routers;
    } catch (StartException | RuntimeException e) {
      routers.close();
      throw e;
    }
  }

  private static LinuxVrrpIo openIo() throws StartException {
    try {
      return LinuxVrrpIo.open();
    } catch (IOException e) {
      throw new StartException("VRRP cannot start: " + e.getMessage(), e);
    }
  }

  private void add(RouterConfig config, Plugins plugins) throws StartException {
    String name = config.vrrp().name();
    @Nullable ReconcilerInstaller installer = installer(config, plugins);
    if (config.virtualMac()) {
      io.useVirtualMac(config.vrrp());
    }
    for (VirtualAddress address : config.addresses()) {
      if (!address.interfaceName().equals(config.vrrp().interfaceName())) {
        io.announceOn(address.interfaceName(), config.vrrp(), address.address());
      }
    }
    try {
      VirtualRouter router =
          agent.add(
              config.vrrp(),
              installer == null ? AddressInstaller.NONE : installer,
              this::onTransition);
      config.vrrp().syncGroup().ifPresent(group -> groups.add(group, name));
      running.add(new Running(config, router, installer));
      if (config.whenDuplicate() != WhenDuplicate.IGNORE) {
        duplicates.add(config, router);
      }
    } catch (IllegalArgumentException e) {
      if (installer != null) {
        installer.close();
      }
      throw new StartException("router " + name + ": " + e.getMessage(), e);
    }
  }

  private @Nullable ReconcilerInstaller installer(RouterConfig config, Plugins plugins)
      throws StartException {
    if (config.movers().isEmpty()) {
      return null;
    }
    RouterMovers movers = RouterMovers.create(config, plugins);
    return new ReconcilerInstaller(
        movers,
        new VipReconciler(
            movers.named(),
            config.addresses(),
            movers.policy(),
            SerialScheduler.on(reconciling),
            System.nanoTime(),
            event -> onMoverEvent(config.vrrp().name(), event)));
  }

  /** Runs on the agent's thread. */
  private void onTransition(VrrpTransition transition) {
    onTransition.run();
    String name = transition.router().name();
    String to = transition.to().name();
    notices.tell(
        EventKind.VRRP,
        name,
        transition.from().name(),
        to,
        transition.detail(),
        OptionalInt.of(priority(name)));
    transition
        .router()
        .syncGroup()
        .ifPresent(
            group ->
                groups
                    .onTransition(group, name, to)
                    .ifPresent(
                        change ->
                            notices.tell(
                                EventKind.SYNC_GROUP,
                                group,
                                change.from(),
                                change.to(),
                                name + ": " + transition.detail(),
                                OptionalInt.of(0))));
  }

  private int priority(String name) {
    return running.stream()
        .filter(each -> each.config.vrrp().name().equals(name))
        .mapToInt(each -> each.router.snapshot().effectivePriority())
        .findFirst()
        .orElse(0);
  }

  private void onMoverEvent(String router, VipEvent event) {
    LOG.debug("{}: {}", router, event);
    troubles
        .onEvent(router, event)
        .ifPresent(
            change ->
                notices.tell(
                    EventKind.MOVER, change.subject(), change.from(), change.to(), event.detail()));
  }

  /**
   * Tells each router how the node stands; may be called at any time and from any thread.
   *
   * @param usableServers how many servers of each backend take requests
   * @param trackers what the trackers of a router say, by the router's name
   */
  synchronized void judge(
      Supplier<Map<String, Integer>> usableServers, Function<String, List<TrackerState>> trackers) {
    // Asked in here, so that nobody judges by what was true before the last who judged.
    Map<String, Integer> usable = usableServers.get();
    for (Running each : running) {
      Map<String, Integer> tracked = new LinkedHashMap<>();
      each.config.track().forEach(name -> tracked.put(name, usable.getOrDefault(name, 0)));
      Standing standing =
          HealthToPriority.judge(
              each.config.vrrp().priority(),
              each.config.whenUnhealthy(),
              tracked,
              trackers.apply(each.config.vrrp().name()));
      Optional<String> duplicate = duplicates.fault(each.config.vrrp().name());
      if (duplicate.isPresent()) {
        standing = new Standing.Fault(List.of(duplicate.get()));
      }
      Standing before = standings.put(each.config.vrrp().name(), standing);
      if (!standing.equals(before)) {
        tell(each, before, standing);
      }
    }
  }

  private static void tell(Running each, @Nullable Standing before, Standing now) {
    if (now instanceof Standing.Fault fault) {
      each.router.fault(fault.reason());
      return;
    }
    if (before instanceof Standing.Fault) {
      each.router.clearFault();
    }
    Standing.Candidate candidate = (Standing.Candidate) now;
    boolean first = before == null && candidate.priority() == each.config.vrrp().priority();
    if (!first && !each.config.vrrp().isOwner()) {
      each.router.priority(candidate.priority(), candidate.reason());
    }
  }

  /** Runs the task when another host begins or ceases to answer for an address, on any thread. */
  void onDuplicate(Runnable task) {
    onDuplicate = task;
  }

  /** Runs the task after each change of state, on the agent's thread; it must not block. */
  void onTransition(Runnable task) {
    onTransition = task;
  }

  /** Tells a router that the peer with this source address is gone; heeded if it is its master. */
  void peerGone(String router, InetAddress source, PeerGone how, String reason) {
    for (Running each : running) {
      if (each.config.vrrp().name().equals(router)) {
        each.router.peerGone(source, how, reason);
      }
    }
  }

  /** Takes part in the elections from now on. */
  synchronized void start() {
    thread = VrrpAgentThread.start(agent, io.transport(), priority::apply);
    duplicates.start();
  }

  private List<String> reasons(String router) {
    Standing standing = standings.get(router);
    return standing == null ? List.of() : standing.reasons();
  }

  /** All of them now; what their trackers say is not known here. */
  List<RouterStatus> status() {
    return running.stream()
        .map(
            each ->
                new RouterStatus(
                    each.config,
                    each.router.snapshot(),
                    Optional.ofNullable(each.installer).map(ReconcilerInstaller::snapshot),
                    reasons(each.config.vrrp().name()),
                    duplicates.warning(each.config.vrrp().name()),
                    List.of()))
        .toList();
  }

  VrrpAgentSnapshot agentStatus() {
    return agent.snapshot();
  }

  /** What the kernel granted the agent's thread. */
  VrrpPriority priority() {
    return priority.granted();
  }

  /** Resigns everywhere, waits until the addresses are gone, and closes what was opened. */
  @Override
  public synchronized void close() {
    duplicates.close();
    if (thread != null) {
      thread.close();
    }
    for (Running each : running) {
      if (each.installer != null) {
        awaitRemoved(each.config, each.installer);
        each.installer.close();
      }
    }
    reconciling.shutdownNow();
    io.close();
  }

  private static void awaitRemoved(RouterConfig config, ReconcilerInstaller installer) {
    try {
      if (!installer.awaitRemoved(REMOVAL_LIMIT)) {
        LOG.warn(
            "{}: the addresses were not removed within {} s; what is left goes with the process",
            config.vrrp().name(),
            REMOVAL_LIMIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
