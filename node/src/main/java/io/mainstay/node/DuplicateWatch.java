package io.mainstay.node;

import io.mainstay.node.config.RouterConfig;
import io.mainstay.vip.linux.LinuxAddressProbe;
import io.mainstay.vip.linux.LinuxAddressProbe.Claim;
import io.mainstay.vrrp.VirtualRouter;
import io.mainstay.vrrp.VrrpSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the links, on a thread of its own, who else answers for the virtual addresses of this node.
 * No election and no mover ever waits for it. What it found is read from any thread.
 */
final class DuplicateWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DuplicateWatch.class);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** A host that floods the link with claims must not hold this thread. */
  private static final int MAX_CLAIMS = 64;

  private static final HexFormat MAC_TEXT = HexFormat.ofDelimiter(":");

  private final List<Watched> routers = new ArrayList<>();
  private final Map<String, Finding> findings = new ConcurrentHashMap<>();
  private final Runnable onChange;
  private final Thread thread = new Thread(this::watch, "duplicate-watch");
  private volatile boolean closed;

  /** One router; only the watch's thread touches the claims. */
  private record Watched(
      RouterConfig config,
      VirtualRouter router,
      List<InetAddress> addresses,
      AddressClaims claims) {
    String name() {
      return config.vrrp().name();
    }
  }

  /** Who else has an address of a router, and whether that keeps the router out. */
  private record Finding(String sentence, boolean keepsOut) {}

  /** One question under way. */
  private record Question(Watched router, LinuxAddressProbe probe) {}

  /**
   * @param onChange runs on the watch's thread after what it found has changed
   */
  DuplicateWatch(Runnable onChange) {
    this.onChange = onChange;
  }

  /** Watches a router too; before {@link #start}. */
  void add(RouterConfig config, VirtualRouter router) {
    routers.add(
        new Watched(
            config,
            router,
            config.vrrp().allAddresses(),
            new AddressClaims(config.whenDuplicate(), config.vrrp().advertisementInterval())));
  }

  void start() {
    if (!routers.isEmpty()) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** What an operator should mend. */
  Optional<String> warning(String router) {
    return Optional.ofNullable(findings.get(router)).map(Finding::sentence);
  }

  /** Why a router must not take part in its election. */
  Optional<String> fault(String router) {
    return Optional.ofNullable(findings.get(router))
        .filter(Finding::keepsOut)
        .map(Finding::sentence);
  }

  private void watch() {
    while (!closed) {
      try {
        ask();
      } catch (RuntimeException e) {
        LOG.error("the watch for duplicate addresses failed and goes on", e);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void ask() {
    List<Question> questions = new ArrayList<>();
    try {
      long nowNanos = System.nanoTime();
      for (Watched each : routers) {
        VrrpSnapshot vrrp = each.router.snapshot();
        if (each.claims.due(vrrp.state(), vrrp.masterAddress().isPresent(), nowNanos)) {
          open(each).ifPresent(probe -> questions.add(new Question(each, probe)));
        } else {
          note(each);
        }
      }
      questions.forEach(question -> question.probe.ask());
      long deadlineNanos = System.nanoTime() + ANSWER_NANOS;
      for (Question question : questions) {
        if (question.router.claims.answered(claims(question.probe, deadlineNanos))) {
          note(question.router);
        }
      }
    } finally {
      questions.forEach(question -> question.probe.close());
    }
  }

  private static Optional<LinuxAddressProbe> open(Watched router) {
    try {
      return Optional.of(
          LinuxAddressProbe.open(router.config.vrrp().interfaceName(), router.addresses));
    } catch (IOException e) {
      LOG.debug("{}: nobody is asked for duplicates: {}", router.name(), e.getMessage());
      return Optional.empty();
    }
  }

  private static List<Claim> claims(LinuxAddressProbe probe, long deadlineNanos) {
    List<Claim> claims = new ArrayList<>();
    Set<String> own = Set.of();
    for (int i = 0; i < MAX_CLAIMS; i++) {
      Claim claim = probe.awaitClaim(deadlineNanos - System.nanoTime());
      if (claim == null) {
        break;
      }
      // Another interface of this host on the same link answers for all of its addresses.
      own = own.isEmpty() ? ownMacs() : own;
      if (!own.contains(claim.macAddress())) {
        claims.add(claim);
      }
    }
    return claims;
  }

  private static Set<String> ownMacs() {
    try {
      return NetworkInterface.networkInterfaces()
          .map(DuplicateWatch::mac)
          .collect(Collectors.toSet());
    } catch (SocketException e) {
      return Set.of();
    }
  }

  private static String mac(NetworkInterface device) {
    try {
      byte[] mac = device.getHardwareAddress();
      return mac == null ? "" : MAC_TEXT.formatHex(mac);
    } catch (SocketException e) {
      return "";
    }
  }

  private void note(Watched router) {
    Optional<Finding> found =
        router.claims.sentence().map(sentence -> new Finding(sentence, router.claims.keepsOut()));
    Finding before =
        found.isPresent()
            ? findings.put(router.name(), found.get())
            : findings.remove(router.name());
    if (found.equals(Optional.ofNullable(before))) {
      return;
    }
    if (found.isPresent()) {
      LOG.warn("{}: {}", router.name(), found.get().sentence());
    } else {
      LOG.info("{}: nobody else answers for its addresses any more", router.name());
    }
    if (!closed) {
      onChange.run();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
