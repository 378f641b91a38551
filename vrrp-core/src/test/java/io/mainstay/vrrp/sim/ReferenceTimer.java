package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;

/**
 * The Active_Down_Timer of a backup as RFC 9568 Section 6.4.2 describes it, kept a second time from
 * what the simulation sees, and in the words of the RFC. All times are the host's.
 */
final class ReferenceTimer {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final VirtualRouterConfig config;
  private final boolean preempts;
  private boolean running;
  private boolean exact;
  private boolean resigned;
  private int longPauses;
  private boolean inDoubt;
  private long sinceNanos;
  private long intervalNanos;
  private long heardIntervalNanos;
  private long excusedUntilNanos;

  ReferenceTimer(VirtualRouterConfig config) {
    this.config = config;
    preempts = config.preempt() || config.isOwner();
    stop();
  }

  void stop() {
    running = false;
    exact = true;
    resigned = false;
    longPauses = 0;
    inDoubt = false;
    intervalNanos = config.advertisementInterval().toNanos();
  }

  /** The router became a backup and knows no master. */
  void start(long nowNanos) {
    stop();
    running = true;
    sinceNanos = nowNanos;
    excusedUntilNanos = nowNanos;
  }

  /** The router became a backup because of the advertisement that it has just heard. */
  void startAfterAdvertisement(long nowNanos) {
    start(nowNanos);
    intervalNanos = heardIntervalNanos;
  }

  /** The router became a backup for a reason that the RFC does not know; it may wait a while. */
  void startLoosely(long nowNanos) {
    start(nowNanos);
    exact = false;
    excuse(nowNanos);
  }

  /** The host did not run; a timer that ran out meanwhile may be given another period. */
  void excuse(long nowNanos, long stalledNanos) {
    boolean isLong = stalledNanos / 10 * 9 > intervalNanos;
    longPauses += isLong ? 1 : 0;
    inDoubt = isLong && longPauses == 1;
    excuse(nowNanos);
  }

  private void excuse(long nowNanos) {
    // The rest of this wait, and an interval and a skew to listen once more.
    excusedUntilNanos = nowNanos + 4 * intervalNanos + 2 * skewNanos(0);
  }

  void heard(Frame frame, long nowNanos, int priority) {
    boolean v3 = config.version() == VrrpVersion.V3;
    heardIntervalNanos = v3 ? frame.intervalNanos() : config.advertisementInterval().toNanos();
    if (!running) {
      return;
    }
    if (frame.priority() == VirtualRouterConfig.RESIGN_PRIORITY) {
      resigned = true;
      sinceNanos = nowNanos;
    } else if (frame.priority() >= priority || !preempts) {
      resigned = false;
      sinceNanos = nowNanos;
      intervalNanos = heardIntervalNanos;
      exact = true;
      longPauses = 0;
      inDoubt = false;
    }
  }

  boolean isRunning() {
    return running;
  }

  /** Whether the last pause was long, and the first such since a master was heard. */
  boolean isInDoubt() {
    return inDoubt;
  }

  /** Whether the timer would have run out by now if no pause excuses it. */
  boolean mayFire(long nowNanos, int priority) {
    return running && (!exact || nowNanos - deadlineNanos(priority) >= 0);
  }

  boolean mustHaveFired(long nowNanos, int priority) {
    return running && nowNanos - deadlineNanos(priority) >= 0 && nowNanos - excusedUntilNanos >= 0;
  }

  private long deadlineNanos(int priority) {
    long skew = skewNanos(priority);
    return sinceNanos + (resigned ? skew : 3 * intervalNanos + skew);
  }

  private long skewNanos(int priority) {
    long unit = config.version() == VrrpVersion.V3 ? intervalNanos : SECOND_NANOS;
    return (256 - priority) * unit / 256;
  }
}
