package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.packet.AdvertisementDecoder;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.state.VrrpAction;
import io.mainstay.vrrp.state.VrrpAction.Warn;
import io.mainstay.vrrp.state.VrrpAction.Warning;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log lines of one virtual router. Whatever a peer can cause is rate-limited, and no line shows
 * bytes of a packet.
 */
final class RouterLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.mainstay.vrrp");

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final String name;
  private final Map<RejectReason, LogLimiter> rejections = new EnumMap<>(RejectReason.class);
  private final Map<Warning, LogLimiter> warnings = new EnumMap<>(Warning.class);
  private final LogLimiter equalPriorities = new LogLimiter(1, MINUTE_NANOS);
  private final LogLimiter intervals = new LogLimiter();
  private final LogLimiter addresses = new LogLimiter();
  private final LogLimiter sends = new LogLimiter();
  private final LogLimiter renewals = new LogLimiter();
  private final LogLimiter failures = new LogLimiter();

  RouterLog(String name) {
    this.name = name;
  }

  void transition(VrrpTransition transition) {
    LOG.info("{}", transition);
  }

  void priority(int from, int to, String reason) {
    LOG.info("{}: priority {} -> {}: {}", name, from, to, reason);
  }

  void passwordIsReadable() {
    LOG.warn(
        "{}: the PASS password crosses the link readable and stops nobody who is on it; use it with"
            + " peers that insist on it only",
        name);
  }

  void rejected(RejectReason reason, AdvertisementDecoder datagram, long nowNanos) {
    int others = rejections.computeIfAbsent(reason, any -> new LogLimiter()).acquire(nowNanos);
    if (others != LogLimiter.SUPPRESSED) {
      LOG.warn(
          "{}: advertisement from {} dropped: {}: {} ({}){}",
          name,
          datagram.source().getHostAddress(),
          reason,
          reason.sentence(),
          reason.rfc(),
          LogLimiter.others(others));
    }
  }

  void warn(Warn warn, long nowNanos) {
    int others =
        warnings
            .computeIfAbsent(warn.warning(), any -> new LogLimiter(1, MINUTE_NANOS))
            .acquire(nowNanos);
    if (others != LogLimiter.SUPPRESSED) {
      LOG.error("{}: {}: {}{}", name, warn.warning(), warn.sentence(), LogLimiter.others(others));
    }
  }

  /** It can be meant so, and nothing fails by it. */
  void equalPriority(Warn warn, long nowNanos) {
    int others = equalPriorities.acquire(nowNanos);
    if (others != LogLimiter.SUPPRESSED) {
      LOG.warn("{}: {}{}", name, warn.sentence(), LogLimiter.others(others));
    }
  }

  void intervalDiffers(
      AdvertisementDecoder advertisement, VirtualRouterConfig config, long nowNanos) {
    int others = intervals.acquire(nowNanos);
    if (others != LogLimiter.SUPPRESSED) {
      LOG.warn(
          "{}: {} advertises every {} ms but {} ms are configured here; a backup waits for three of"
              + " the master's intervals{}",
          name,
          advertisement.source().getHostAddress(),
          Duration.ofNanos(advertisement.intervalNanos()).toMillis(),
          config.advertisementInterval().toMillis(),
          LogLimiter.others(others));
    }
  }

  /** Said once: it is a matter of configuration, and nobody can flood the log with it. */
  void checksumDiffers(AdvertisementDecoder advertisement, ChecksumMode ours) {
    LOG.warn(
        "{}: {} sends checksums of the kind {} and this router {}; both are heard here, but if the"
            + " peer ignores this router, set the checksum to {}",
        name,
        advertisement.source().getHostAddress(),
        advertisement.checksumMode(),
        ours,
        advertisement.checksumMode());
  }

  void addressesDiffer(AdvertisementDecoder advertisement, long nowNanos) {
    int others = addresses.acquire(nowNanos);
    if (others != LogLimiter.SUPPRESSED) {
      LOG.warn(
          "{}: {} advertises other addresses than are configured here{}",
          name,
          advertisement.source().getHostAddress(),
          LogLimiter.others(others));
    }
  }

  void sendFailed(String interfaceName, long nowNanos) {
    int others = sends.acquire(nowNanos);
    if (others != LogLimiter.SUPPRESSED) {
      LOG.warn(
          "{}: the kernel did not take an advertisement on {}{}",
          name,
          interfaceName,
          LogLimiter.others(others));
    }
  }

  void renewFailed(RuntimeException cause, long nowNanos) {
    if (renewals.acquire(nowNanos) != LogLimiter.SUPPRESSED) {
      LOG.error("{}: renewing the addresses failed", name, cause);
    }
  }

  void actionFailed(VrrpAction action, RuntimeException cause, long nowNanos) {
    if (failures.acquire(nowNanos) != LogLimiter.SUPPRESSED) {
      LOG.error("{}: {} failed", name, action, cause);
    }
  }

  void callbackFailed(String doing, RuntimeException cause) {
    LOG.error("{}: {} failed", name, doing, cause);
  }
}
