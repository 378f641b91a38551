package io.mainstay.vrrp.engine;

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

  private final Map<RejectReason, LogLimiter> rejections = new EnumMap<>(RejectReason.class);
  private final LogLimiter stalls = new LogLimiter();
  private final LogLimiter failures = new LogLimiter();

  void rejected(RejectReason reason, AdvertisementDecoder datagram, long nowNanos) {
    // Neither our own packets nor another group on the same link is a fault.
    if (reason == RejectReason.OWN_PACKET) {
      return;
    }
    int others = rejections.computeIfAbsent(reason, any -> new LogLimiter()).acquire(nowNanos);
    if (others == LogLimiter.SUPPRESSED) {
      return;
    }
    if (reason == RejectReason.UNKNOWN_VRID) {
      LOG.debug(
          "VRRP from {} for VRID {}, which is not configured here{}",
          datagram.source().getHostAddress(),
          datagram.vrid(),
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

  void stalled(long gapNanos, long nowNanos) {
    int others = stalls.acquire(nowNanos);
    if (others != LogLimiter.SUPPRESSED) {
      LOG.warn(
          "the VRRP agent did not run for {} ms; the JVM or the host paused{}",
          Duration.ofNanos(gapNanos).toMillis(),
          LogLimiter.others(others));
    }
  }

  void failed(RuntimeException cause, long nowNanos) {
    if (failures.acquire(nowNanos) != LogLimiter.SUPPRESSED) {
      LOG.error("a VRRP duty cycle failed; the agent goes on", cause);
    }
  }
}
