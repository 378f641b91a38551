package io.mainstay.node;

import io.mainstay.node.config.InvalidConfigException;
import io.mainstay.node.config.NodeConfig;
import io.mainstay.node.config.StatusListener;
import io.mainstay.node.log.AccessLog;
import io.mainstay.node.log.ServerLogLines;
import io.mainstay.node.notice.EventKind;
import io.mainstay.node.notice.Notices;
import io.mainstay.node.status.SocketAddressText;
import io.mainstay.node.status.StatusAnswers;
import io.mainstay.node.status.StatusServer;
import io.mainstay.proxy.Frontend;
import io.mainstay.proxy.Proxy;
import io.mainstay.proxy.ProxyConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: proxy, checks, virtual routers and status, joined. Starts and stops them in the
 * one order in which a client notices least.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /** The first election waits this long for the first results of the checks. */
  private static final Duration FIRST_RESULTS_LIMIT = Duration.ofSeconds(3);

  /** What a stop needs beyond the drain itself. */
  private static final Duration STOP_MARGIN = Duration.ofSeconds(2);

  private final NodeConfig config;
  private final Proxy proxy;
  private final Notices notices;
  private final AccessLog log;
  private volatile @Nullable NodeHealth health;
  private volatile @Nullable NodeRouters routers;
  private volatile boolean judging;
  private @Nullable NodePeers peers;
  private final List<StatusServer> status = new ArrayList<>();
  private boolean running;
  private boolean closed;

  private Node(NodeConfig config, Proxy proxy, AccessLog log) {
    this.config = config;
    this.proxy = proxy;
    this.log = log;
    this.notices = Notices.start(config.name(), config.notices());
  }

  /**
   * Starts everything, or nothing: when a part cannot start, what had started is stopped again, in
   * order and with its drain. So it is when the thread is interrupted before the node stands for
   * election; it stays interrupted, and a {@link StartException} says so.
   *
   * @throws InvalidConfigException when the configuration names what no plug-in gives
   * @throws StartException when the host refuses: a port in use, a missing capability
   */
  public static Node start(NodeConfig config, Plugins plugins)
      throws StartException, InvalidConfigException {
    plugins.check(config);
    config.warnings().forEach(warning -> LOG.warn("{}", warning));
    AccessLog log = startLog(config);
    Node node = new Node(config, startProxy(config, log), log);
    try {
      node.startRest(plugins);
      return node;
    } catch (StartException | InvalidConfigException | RuntimeException e) {
      // Running requests get their drain also when an interrupt ended the start.
      boolean interrupted = Thread.interrupted();
      node.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  private static AccessLog startLog(NodeConfig config) throws StartException {
    try {
      return AccessLog.start(config.log());
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Proxy startProxy(NodeConfig config, AccessLog log) throws StartException {
    try {
      ProxyConfig proxy = config.proxy().withLimits(OpenFiles.bound(config.proxy().limits()));
      return Proxy.start(log.isOn() ? proxy.withSessionListener(log) : proxy);
    } catch (IOException e) {
      log.close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private void startRest(Plugins plugins) throws StartException, InvalidConfigException {
    if (!config.routers().isEmpty()) {
      routers = NodeRouters.prepare(config, plugins, notices);
    }
    if (routers != null && config.peers().isPresent()) {
      peers = NodePeers.start(config.peers().get(), routers);
    }
    health = NodeHealth.start(config, plugins, proxy, notices, log, this::onHealthChanged);
    startStatus();
    running = true;
    sayWhatRuns();
    tell("INIT", "RUNNING");
    if (routers != null) {
      warmUp();
      awaitFirstResults(health);
      judging = true;
      routers.onDuplicate(this::onHealthChanged);
      onHealthChanged();
      routers.start();
    }
  }

  private void startStatus() throws StartException {
    NodeStatus known =
        new NodeStatus(config, proxy, Objects.requireNonNull(health), routers, peers, notices, log);
    for (StatusListener listener : config.status()) {
      StatusAnswers answers = new StatusAnswers(listener, known::snapshot);
      for (InetSocketAddress bind : listener.binds()) {
        status.add(startStatus(listener, bind, answers));
      }
    }
  }

  private static StatusServer startStatus(
      StatusListener listener, InetSocketAddress bind, StatusAnswers answers)
      throws StartException {
    try {
      return StatusServer.start(bind, answers);
    } catch (IOException e) {
      throw new StartException(
          listener.name()
              + " cannot listen on "
              + SocketAddressText.of(bind)
              + ": "
              + e.getMessage()
              + "; another process may have the port (`ss -ltnp` names it): end it, or set "
              + listener.name()
              + ".bind",
          e);
    }
  }

  private void warmUp() {
    if (!config.proxy().frontends().isEmpty()) {
      ProxyWarmUp.run(config.proxy(), config.warmUp());
    }
  }

  private static void awaitFirstResults(NodeHealth health) throws StartException {
    try {
      health.awaitFirstResults(FIRST_RESULTS_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("stopped while it started", e);
    }
  }

  private void onHealthChanged() {
    // Half of the first results would make priorities that no election should see.
    if (judging && routers != null && health != null) {
      routers.judge(health::usableServers, health::trackers);
    }
  }

  private void sayWhatRuns() {
    for (Frontend frontend : config.proxy().frontends()) {
      LOG.info(
          "frontend {} listens on {}, default backend {}",
          frontend.name(),
          proxy.localAddresses(frontend.name()).stream()
              .map(SocketAddressText::of)
              .collect(Collectors.joining(", ")),
          frontend.defaultBackend());
    }
    LOG.info(
        "node {} is running; status on {}",
        config.name(),
        statusAddresses().stream()
            .map(address -> "http://" + SocketAddressText.of(address) + "/")
            .collect(Collectors.joining(", ")));
  }

  /** Where a frontend listens; a port 0 of the configuration is the real one here. */
  public List<InetSocketAddress> addresses(String frontend) {
    return proxy.localAddresses(frontend);
  }

  /** Where the node tells about itself, in the order of the configuration. */
  public List<InetSocketAddress> statusAddresses() {
    return status.stream().map(StatusServer::address).toList();
  }

  /** The first of these. */
  public InetSocketAddress statusAddress() {
    if (status.isEmpty()) {
      throw new IllegalStateException("the node is not running");
    }
    return status.get(0).address();
  }

  /**
   * Stops in order: resigns and removes the addresses, so that another node serves at once; then
   * lets running requests finish; then everything else. Returns when all is stopped; idempotent.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (running) {
      LOG.info("node {} stops", config.name());
      tell("RUNNING", "STOPPING");
    }
    if (peers != null) {
      peers.resign();
    }
    if (routers != null) {
      routers.close();
    }
    if (peers != null) {
      peers.close();
    }
    drain();
    if (health != null) {
      health.close();
    }
    if (running && log.isOn()) {
      new ServerLogLines(log, config.proxy()).onStopped(proxy.snapshot());
    }
    status.forEach(StatusServer::close);
    if (running) {
      tell("STOPPING", "STOPPED");
    }
    notices.close();
    log.close();
    if (running) {
      LOG.info("node {} stopped", config.name());
    }
  }

  private void tell(String from, String to) {
    notices.tell(EventKind.NODE, config.name(), from, to, "");
  }

  private void drain() {
    try {
      proxy
          .stop(config.drain())
          .toCompletableFuture()
          .get(config.drain().plus(STOP_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the proxy did not stop in time: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    proxy.close();
  }
}
