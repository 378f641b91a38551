package io.mainstay.vrrp.state;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.state.VrrpAction.Warn;
import io.mainstay.vrrp.state.VrrpAction.Warning;
import io.mainstay.vrrp.state.VrrpEvent.StrangerHeard;
import org.jspecify.annotations.Nullable;

/**
 * Another group of routers that uses the same VRID. Were it heeded as a peer, the higher priority
 * of the two groups would win an election in which each stands for other addresses, and those of
 * the loser would be served by nobody. So nobody gives way to it, and nobody begins beside it.
 */
final class Stranger {
  /** What version 3 can carry (RFC 9568 Section 5.2.7); a packet must not hold for longer. */
  private static final long LONGEST_INTERVAL_NANOS = 40_950_000_000L;

  private final VirtualRouterConfig config;

  private @Nullable StrangerHeard heard;
  private String sentence = "";
  private Warn warning = new Warn(Warning.VRID_TAKEN, "", 0);

  Stranger(VirtualRouterConfig config) {
    this.config = config;
  }

  /**
   * Takes note of an advertisement.
   *
   * @return until when its group must be reckoned with
   */
  long heard(StrangerHeard stranger, int ownPriority, long nowNanos) {
    // No shorter than its own either, or whoever forges a packet causes a transition with each.
    long intervalNanos =
        Math.max(
            Math.min(stranger.intervalNanos(), LONGEST_INTERVAL_NANOS),
            config.advertisementInterval().toNanos());
    // Who resigns is followed within its skew, which is shorter than an interval, or by nobody.
    long holdsNanos =
        stranger.priority() == VirtualRouterConfig.RESIGN_PRIORITY
            ? intervalNanos
            : VrrpTimers.masterDownNanos(config.version(), ownPriority, intervalNanos);
    if (!stranger.equals(heard) || holdsNanos != warning.holdsNanos()) {
      heard = stranger;
      sentence = Sentences.vridTaken(config, stranger);
      warning = new Warn(Warning.VRID_TAKEN, sentence, holdsNanos);
    }
    return nowNanos + holdsNanos;
  }

  String sentence() {
    return sentence;
  }

  Warn warning() {
    return warning;
  }

  String gone() {
    return "VRID " + config.vrid() + " is no longer taken by another group";
  }
}
