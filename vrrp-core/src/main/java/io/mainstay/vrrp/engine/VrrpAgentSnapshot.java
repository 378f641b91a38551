package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.packet.RejectReason;
import java.time.Duration;
import java.util.Map;

/**
 * The agent at one moment; immutable.
 *
 * @param longestGap the longest time between two duty cycles so far: what the JVM or the host kept
 *     the agent from running. It sleeps at most 100 ms, so more than that is a stall
 * @param stalls how much later it ran than it wanted to
 * @param dutyCycle how long the duty cycles of the last minute took that did something; only a
 *     {@link VrrpAgentThread} measures them
 * @param advertisementLateness how much later than due the advertisement timers fired in the last
 *     minute
 * @param rejected datagrams discarded before they could be given to a virtual router, by reason
 */
public record VrrpAgentSnapshot(
    Duration longestGap,
    Stalls stalls,
    DurationQuantiles dutyCycle,
    DurationQuantiles advertisementLateness,
    Map<RejectReason, Long> rejected) {

  public VrrpAgentSnapshot {
    rejected = Map.copyOf(rejected);
  }
}
