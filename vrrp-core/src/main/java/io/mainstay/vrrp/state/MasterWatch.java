package io.mainstay.vrrp.state;

import io.mainstay.vrrp.PeerGone;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpEvent.AdvertisementReceived;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What a backup knows of the current master, and until when it waits before it takes over. */
final class MasterWatch {
  /**
   * What takes the place of the advertisement interval in the skew when it is certain that the
   * master is gone: long enough to put several backups in order, and too short to be noticed.
   */
  private static final long GONE_SKEW_UNIT_NANOS = 10_000_000L;

  /** Why the router will take over, unless it hears better. */
  private enum Outlook {
    SILENT,
    LOWER,
    /** Was left alone for long enough. */
    PREEMPTING,
    RESIGNED,
    GONE
  }

  private final VrrpVersion version;
  private final long ownIntervalNanos;

  /** What the master advertises; version 3 learns it from adopted advertisements. */
  private long intervalNanos;

  private @Nullable InetAddress address;
  private int priority;
  private Outlook outlook = Outlook.SILENT;

  /** When the present wait began: when the master was heard, or the router joined. */
  private long heardNanos;

  private boolean holding;
  private long heldNanos;
  private long preemptingNanos;
  private long goneNanos;
  private PeerGone how = PeerGone.DIED;
  private String goneReason = "";

  /** A pause may have lost what the master sent, so the next expiry of its timer proves nothing. */
  private boolean doubtful;

  /** Listened once more already; who must always doubt himself would serve nobody. */
  private boolean listenedAgain;

  MasterWatch(VirtualRouterConfig config) {
    version = config.version();
    ownIntervalNanos = config.advertisementInterval().toNanos();
    intervalNanos = ownIntervalNanos;
  }

  /** Waits for a master to be heard, and for as long as its own interval suggests. */
  void begin(long nowNanos) {
    forget();
    intervalNanos = ownIntervalNanos;
    heardNanos = nowNanos;
    doubtful = false;
    listenedAgain = false;
  }

  void forget() {
    address = null;
    priority = 0;
    outlook = Outlook.SILENT;
    holding = false;
  }

  void adopt(AdvertisementReceived advertisement, long nowNanos) {
    holding = false;
    follow(advertisement, nowNanos);
  }

  /**
   * A lower master that is to be left alone for a while.
   *
   * @return whether that while is over
   */
  boolean held(AdvertisementReceived advertisement, long holdNanos, long nowNanos) {
    if (!holding) {
      holding = true;
      heldNanos = nowNanos;
    }
    if (nowNanos - heldNanos >= holdNanos) {
      return true;
    }
    follow(advertisement, nowNanos);
    return false;
  }

  /** Was held for long enough; the skew still puts several backups in order. */
  void preempting(AdvertisementReceived advertisement, long nowNanos) {
    if (outlook != Outlook.PREEMPTING) {
      preemptingNanos = nowNanos;
    }
    heard(advertisement, Outlook.PREEMPTING);
  }

  private void follow(AdvertisementReceived advertisement, long nowNanos) {
    if (version == VrrpVersion.V3) {
      intervalNanos = advertisement.intervalNanos();
    }
    heard(advertisement, Outlook.SILENT);
    heardNanos = nowNanos;
    doubtful = false;
    listenedAgain = false;
  }

  void resigned(AdvertisementReceived advertisement, long nowNanos) {
    heard(advertisement, Outlook.RESIGNED);
    heardNanos = nowNanos;
  }

  /** The wait goes on, so that a higher backup than this one may be sooner. */
  void lower(AdvertisementReceived advertisement) {
    heard(advertisement, Outlook.LOWER);
  }

  private void heard(AdvertisementReceived advertisement, Outlook outlook) {
    address = advertisement.sender();
    priority = advertisement.priority();
    this.outlook = outlook;
  }

  void gone(PeerGone how, String reason, long nowNanos) {
    outlook = Outlook.GONE;
    goneNanos = nowNanos;
    this.how = how;
    goneReason = reason;
  }

  boolean isGone() {
    return outlook == Outlook.GONE;
  }

  /** Whether a resignation of this router says only what was known, and is no cause to wait. */
  boolean isKnownGone(InetAddress router) {
    return isGone() && router.equals(address);
  }

  /**
   * When a backup takes over.
   *
   * @param ownPriority the backup's; the higher, the sooner
   */
  long deadlineNanos(int ownPriority) {
    return switch (outlook) {
      case SILENT, LOWER ->
          heardNanos + VrrpTimers.masterDownNanos(version, ownPriority, intervalNanos);
      case PREEMPTING ->
          preemptingNanos + VrrpTimers.skewNanos(version, ownPriority, intervalNanos);
      case RESIGNED -> heardNanos + VrrpTimers.skewNanos(version, ownPriority, intervalNanos);
      case GONE -> goneNanos + (256 - ownPriority) * GONE_SKEW_UNIT_NANOS / 256;
    };
  }

  /** The next expiry proves nothing. */
  void doubt() {
    doubtful = true;
  }

  /** Whether to listen once more now that the wait is over; once, until a master is heard. */
  boolean takeDoubt(long lateNanos) {
    if (listenedAgain || !(doubtful || lateNanos > intervalNanos)) {
      return false;
    }
    doubtful = false;
    listenedAgain = true;
    return true;
  }

  /** For how long a backup listens once more when it cannot trust its timer. */
  long listenAgainNanos(int ownPriority) {
    return intervalNanos + VrrpTimers.skewNanos(version, ownPriority, intervalNanos);
  }

  /** Until when a backup still counts on its master; in the past when it does not any more. */
  long countsOnMasterUntilNanos(int ownPriority, long nowNanos) {
    return outlook == Outlook.SILENT ? deadlineNanos(ownPriority) : nowNanos;
  }

  TransitionReason reason() {
    return switch (outlook) {
      case SILENT -> TransitionReason.MASTER_SILENT;
      case LOWER, PREEMPTING -> TransitionReason.LOWER_PRIORITY_PREEMPTED;
      case RESIGNED -> TransitionReason.MASTER_RESIGNED;
      case GONE ->
          how == PeerGone.DIED ? TransitionReason.MASTER_DIED : TransitionReason.MASTER_RESIGNED;
    };
  }

  String detail(int ownPriority, long nowNanos) {
    return switch (outlook) {
      case SILENT -> Sentences.silent(address, priority, nowNanos - heardNanos);
      case LOWER, PREEMPTING -> Sentences.lower(address, priority, ownPriority);
      case RESIGNED -> Sentences.resigned(address);
      case GONE -> Sentences.gone(address, how, goneReason);
    };
  }

  @Nullable InetAddress address() {
    return address;
  }

  int priority() {
    return priority;
  }

  long intervalNanos() {
    return intervalNanos;
  }

  /** Everything that decides what is waited for. */
  @Override
  public String toString() {
    return "master="
        + address
        + "/"
        + priority
        + " "
        + outlook
        + " masterIntervalNanos="
        + intervalNanos
        + " heardNanos="
        + heardNanos
        + (holding ? " held since " + heldNanos : "")
        + (outlook == Outlook.PREEMPTING ? " preemptingNanos=" + preemptingNanos : "")
        + (outlook == Outlook.GONE ? " goneNanos=" + goneNanos : "")
        + (doubtful ? " doubtful" : "")
        + (listenedAgain ? " listened again" : "");
  }
}
