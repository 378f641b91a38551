package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.packet.AdvertisementDecoder;
import io.mainstay.vrrp.packet.RejectReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines that belong to no single virtual router; rate-limited as those are. */
final class AgentLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.mainstay.vrrp");

  private static final long TEN_MILLISECONDS_NANOS = 10_000_000L;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final Map<RejectReason, LogLimiter> rejections = new EnumMap<>(RejectReason.class);
  private final LogLimiter stalls = new LogLimiter();
  private final LogLimiter intervals = new LogLimiter();
  private final LogLimiter failures = new LogLimiter();

  void rejected(RejectReason reason, AdvertisementDecoder datagram, long nowNanos) {
    int others = rejections.computeIfAbsent(reason, AgentLog::limiter).acquire(nowNanos);
    if (others == LogLimiter.SUPPRESSED) {
      return;
    }
    // Another group on the same link is no fault.
    if (reason == RejectReason.UNKNOWN_VRID) {
      LOG.debug(
          "VRRP from {} for VRID {}, which is not configured here{}",
          datagram.source().getHostAddress(),
          datagram.vrid(),
          LogLimiter.others(others));
    } else if (lasts(reason)) {
      LOG.error(
          "{}: {}: {}{}",
          reason,
          datagram.source().getHostAddress(),
          reason.sentence(),
          LogLimiter.others(others));
    } else {
      LOG.warn(
          "VRRP datagram dropped: {}: {} ({}){}",
          reason,
          reason.sentence(),
          reason.rfc(),
          LogLimiter.others(others));
    }
  }

  private static LogLimiter limiter(RejectReason reason) {
    return lasts(reason) ? new LogLimiter(1, MINUTE_NANOS) : new LogLimiter();
  }

  /** Comes with each advertisement until somebody mends the network. */
  private static boolean lasts(RejectReason reason) {
    return reason == RejectReason.OWN_PACKET || reason == RejectReason.DUPLICATE_ADDRESS;
  }

  void stalled(long gapNanos, long nowNanos) {
    int others = stalls.acquire(nowNanos);
    if (others != LogLimiter.SUPPRESSED) {
      LOG.warn(
          "the VRRP agent did not run for {} ms; the JVM or the host paused{}",
          Duration.ofNanos(gapNanos).toMillis(),
          LogLimiter.others(others));
    }
  }

  /** Names one router; the others on this agent have the same cure. */
  void intervalTooShort(
      VirtualRouterConfig router, long neededNanos, long stallNanos, long nowNanos) {
    int others = intervals.acquire(nowNanos);
    if (others != LogLimiter.SUPPRESSED) {
      long tens = (neededNanos + TEN_MILLISECONDS_NANOS - 1) / TEN_MILLISECONDS_NANOS;
      LOG.warn(
          "{}: the advertisement interval of {} ms is short for a host that lately paused for {}"
              + " ms; set it to {} ms or more on all nodes, or end the pauses{}",
          router.name(),
          router.advertisementInterval().toMillis(),
          Duration.ofNanos(stallNanos).toMillis(),
          tens * 10,
          LogLimiter.others(others));
    }
  }

  void failed(RuntimeException cause, long nowNanos) {
    if (failures.acquire(nowNanos) != LogLimiter.SUPPRESSED) {
      LOG.error("a VRRP duty cycle failed; the agent goes on", cause);
    }
  }
}
