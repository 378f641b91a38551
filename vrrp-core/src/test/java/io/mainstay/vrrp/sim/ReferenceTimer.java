package io.mainstay.vrrp.sim;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The Active_Down_Timer of a backup as RFC 9568 Section 6.4.2 describes it, kept a second time from
 * what the simulation sees, and in the words of the RFC; and what this project adds to it: a master
 * that is known to be gone, a lower one that is left alone for a while, and a start-up delay. All
 * times are the host's.
 */
final class ReferenceTimer {
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** How soon the last of all backups acts when the master is known to be gone. */
  private static final long GONE_NANOS = 10_000_000L;

  private final VirtualRouterConfig config;
  private final boolean preempts;
  private final long preemptDelayNanos;
  private boolean running;
  private boolean exact;
  private boolean resigned;
  private boolean lower;
  private boolean left;
  private boolean preempting;
  private boolean gone;
  private int longPauses;
  private boolean inDoubt;
  private long sinceNanos;
  private long leftSinceNanos;
  private long preemptingNanos;
  private long goneNanos;
  private long goneAgainNanos;
  private long notBeforeNanos;
  private boolean delayed;
  private long intervalNanos;
  private long heardIntervalNanos;
  private byte @Nullable [] heardSource;
  private byte @Nullable [] master;
  private long excusedUntilNanos;

  ReferenceTimer(VirtualRouterConfig config) {
    this.config = config;
    preempts = config.preempt() || config.isOwner();
    preemptDelayNanos = config.isOwner() ? 0 : config.preemption().delay().toNanos();
    stop();
  }

  /** The router starts, and is not to be MASTER sooner. */
  void notBefore(long nanos) {
    notBeforeNanos = nanos;
    delayed = !config.startupDelay().isZero();
  }

  void stop() {
    running = false;
    exact = true;
    resigned = false;
    lower = false;
    left = false;
    preempting = false;
    gone = false;
    longPauses = 0;
    inDoubt = false;
    master = null;
    intervalNanos = ownIntervalNanos();
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
    master = heardSource;
  }

  /** The router became a backup for a reason that the RFC does not know; it may wait a while. */
  void startLoosely(long nowNanos) {
    start(nowNanos);
    exact = false;
    excusedUntilNanos = nowNanos + excuseNanos();
  }

  /** The host did not run; a timer that ran out meanwhile may be given another period. */
  void paused(long stalledNanos) {
    boolean isLong = stalledNanos / 10 * 9 > intervalNanos;
    longPauses += isLong ? 1 : 0;
    inDoubt = isLong && longPauses == 1;
  }

  /** This one may wait as long as that one may, after the host did not run. */
  void excuseFor(ReferenceTimer mate, long nowNanos) {
    boolean starts = mate.delayed && mate.notBeforeNanos - nowNanos > 0;
    long fromNanos = starts ? mate.notBeforeNanos : nowNanos;
    long untilNanos = fromNanos + mate.excuseNanos();
    excusedUntilNanos = untilNanos - excusedUntilNanos > 0 ? untilNanos : excusedUntilNanos;
  }

  /** The rest of a wait, and an interval and a skew to listen once more. */
  private long excuseNanos() {
    return 4 * intervalNanos + 2 * skewNanos(0, intervalNanos);
  }

  void heard(Frame frame, long nowNanos, int priority) {
    boolean v3 = config.version() == VrrpVersion.V3;
    heardIntervalNanos = v3 ? frame.intervalNanos() : ownIntervalNanos();
    heardSource = frame.source;
    if (!running) {
      return;
    }
    boolean confirms = gone && Arrays.equals(master, frame.source);
    master = frame.source;
    if (frame.priority() == VirtualRouterConfig.RESIGN_PRIORITY && confirms) {
      return;
    }
    if (frame.priority() == VirtualRouterConfig.RESIGN_PRIORITY) {
      resigned = true;
      preempting = false;
      sinceNanos = nowNanos;
    } else if (frame.priority() >= priority || !preempts) {
      left = false;
      follow(nowNanos);
    } else if (preemptDelayNanos == 0) {
      // The wait for the one that is gone becomes the wait that it was.
      resigned &= !gone;
      lower = true;
    } else {
      leaveAlone(nowNanos, priority);
    }
    gone = false;
  }

  private void leaveAlone(long nowNanos, int priority) {
    if (!left) {
      left = true;
      leftSinceNanos = nowNanos;
    }
    long own = ownIntervalNanos();
    long delay = Math.max(preemptDelayNanos, 3 * own + skewNanos(priority, own));
    if (nowNanos - leftSinceNanos < delay) {
      follow(nowNanos);
      return;
    }
    if (!preempting || gone) {
      preempting = true;
      preemptingNanos = nowNanos;
    }
    resigned = false;
    exact = true;
  }

  private void follow(long nowNanos) {
    resigned = false;
    lower = false;
    preempting = false;
    sinceNanos = nowNanos;
    intervalNanos = heardIntervalNanos;
    exact = true;
    longPauses = 0;
    inDoubt = false;
  }

  /** Somebody says that a peer is gone. */
  void gone(byte[] peer, long nowNanos) {
    if (running && Arrays.equals(peer, master)) {
      // Whoever says it again makes nobody wait longer.
      goneNanos = gone ? goneNanos : nowNanos;
      gone = true;
      goneAgainNanos = nowNanos;
    }
  }

  boolean isRunning() {
    return running;
  }

  /** Whether the last pause was long, and the first such since a master was heard. */
  boolean isInDoubt() {
    return inDoubt;
  }

  /** Whether the router certainly still waits for a master that it would not replace. */
  boolean countsOnMaster(long nowNanos, int priority) {
    boolean waits = running && exact && !resigned && !lower && !preempting && !gone;
    return waits && nowNanos - waitNanos(priority) < 0;
  }

  /** Whether the timer would have run out by now if no pause excuses it. */
  boolean mayFire(long nowNanos, int priority) {
    boolean sooner = gone && nowNanos - goneNanos - goneSkewNanos(priority) >= 0;
    boolean over = !exact || sooner || nowNanos - waitNanos(priority) >= 0;
    return running && over && isPastStartup(nowNanos);
  }

  boolean mustHaveFired(long nowNanos, int priority) {
    long deadline = gone ? goneAgainNanos + goneSkewNanos(priority) : waitNanos(priority);
    return running
        && nowNanos - deadline >= 0
        && nowNanos - excusedUntilNanos >= 0
        && isPastStartup(nowNanos);
  }

  private boolean isPastStartup(long nowNanos) {
    return !delayed || nowNanos - notBeforeNanos >= 0;
  }

  private static long goneSkewNanos(int priority) {
    return (256 - priority) * GONE_NANOS / 256;
  }

  private long waitNanos(int priority) {
    long skew = skewNanos(priority, intervalNanos);
    if (preempting) {
      return preemptingNanos + skew;
    }
    return sinceNanos + (resigned ? skew : 3 * intervalNanos + skew);
  }

  private long ownIntervalNanos() {
    return config.advertisementInterval().toNanos();
  }

  private long skewNanos(int priority, long interval) {
    long unit = config.version() == VrrpVersion.V3 ? interval : SECOND_NANOS;
    return (256 - priority) * unit / 256;
  }
}
