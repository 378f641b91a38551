package io.mainstay.vrrp;

import io.mainstay.vrrp.state.TransitionReason;
import io.mainstay.vrrp.state.VrrpState;
import java.time.Instant;

/**
 * One change of state.
 *
 * @param reason the kind of cause, for metrics and decisions
 * @param detail the particulars in a sentence for people, such as "10.0.0.2 advertises priority
 *     103, higher than 100"
 * @param at the time of day, for people
 * @param atNanos the agent's monotonic time, for measuring
 */
public record VrrpTransition(
    VirtualRouterConfig router,
    VrrpState from,
    VrrpState to,
    TransitionReason reason,
    String detail,
    Instant at,
    long atNanos) {

  /** The line that is logged. */
  @Override
  public String toString() {
    return router.name() + ": " + from + " -> " + to + ": " + detail;
  }
}
