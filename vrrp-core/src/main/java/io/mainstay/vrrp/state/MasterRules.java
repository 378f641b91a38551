package io.mainstay.vrrp.state;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.state.VrrpAction.Warn;
import io.mainstay.vrrp.state.VrrpAction.Warning;
import io.mainstay.vrrp.state.VrrpEvent.AdvertisementReceived;
import java.net.InetAddress;
import java.util.List;

/**
 * What a MASTER does (RFC 9568 Section 6.4.3), also one that stops and hands over its addresses.
 */
final class MasterRules {
  private static final long REANNOUNCE_NANOS = 1_000_000_000L;

  /** At most this many immediate replies per advertisement interval: a flood is not reflected. */
  private static final int REPLIES_PER_INTERVAL = 10;

  private final Transitions router;
  private final long handOverNanos;
  private final BackOff backOff = new BackOff();
  private final Spacing replies;
  private final Spacing reannouncements = new Spacing(REANNOUNCE_NANOS);

  MasterRules(Transitions router) {
    this.router = router;
    handOverNanos = router.config.handOver().toNanos();
    replies = new Spacing(router.intervalNanos / REPLIES_PER_INTERVAL);
  }

  void advertisement(AdvertisementReceived advertisement, long nowNanos, List<VrrpAction> actions) {
    InetAddress local = router.troubles.localAddress;
    if (router.handingOver) {
      successorHeard(advertisement, actions);
    } else if (local == null) {
      return;
    } else if (advertisement.priority() == VirtualRouterConfig.RESIGN_PRIORITY) {
      if (replies.take(nowNanos)) {
        advertise(nowNanos, actions);
      }
    } else {
      rivalHeard(advertisement, local, nowNanos, actions);
    }
  }

  private void rivalHeard(
      AdvertisementReceived advertisement,
      InetAddress local,
      long nowNanos,
      List<VrrpAction> actions) {
    InetAddress sender = advertisement.sender();
    int priority = router.priority;
    if (router.config.isOwner() && advertisement.priority() == VirtualRouterConfig.OWNER_PRIORITY) {
      warn(Warning.DUPLICATE_OWNER, Sentences.duplicateOwner(sender), advertisement, actions);
    }
    switch (Election.judge(priority, local, advertisement.priority(), sender)) {
      case HIGHER_PRIORITY ->
          router.demote(
              advertisement,
              TransitionReason.HIGHER_PRIORITY_HEARD,
              Sentences.higher(sender, advertisement.priority(), priority),
              nowNanos,
              actions);
      case HIGHER_ADDRESS -> {
        router.equalPriorities.check(advertisement, priority, actions);
        router.demote(
            advertisement,
            TransitionReason.HIGHER_ADDRESS_HEARD,
            Sentences.higherAddress(sender, priority),
            nowNanos,
            actions);
      }
      case SAME_ADDRESS -> {
        warn(Warning.DUPLICATE_ADDRESS, Sentences.duplicateAddress(sender), advertisement, actions);
        assertMastership(nowNanos, actions);
      }
      case LOWER -> {
        router.equalPriorities.check(advertisement, priority, actions);
        assertMastership(nowNanos, actions);
      }
    }
  }

  private void warn(
      Warning warning,
      String sentence,
      AdvertisementReceived advertisement,
      List<VrrpAction> actions) {
    long holdsNanos =
        VrrpTimers.masterDownNanos(router.version, router.priority, advertisement.intervalNanos());
    actions.add(new Warn(warning, sentence, holdsNanos));
  }

  /**
   * The other router should hear at once that it lost, and hosts that it misled be told again. RFC
   * 3768 only discards; version 2 therefore waits for the next regular advertisement.
   */
  private void assertMastership(long nowNanos, List<VrrpAction> actions) {
    if (router.version == VrrpVersion.V3 && replies.take(nowNanos)) {
      router.advertise(actions);
    }
    if (router.promotion.isInstalled() && reannouncements.take(nowNanos)) {
      actions.add(new VrrpAction.ReannounceAddresses());
    }
  }

  /** The regular advertisement. */
  void advertise(long nowNanos, List<VrrpAction> actions) {
    router.advertise(actions);
    router.armAdvertisement(nowNanos, actions);
  }

  void addressesInstalled(long promotion, List<VrrpAction> actions) {
    if (router.promotion.takeOutcome(promotion)) {
      router.promotion.installed();
      backOff.reset();
      if (!router.handingOver) {
        actions.add(new VrrpAction.AnnounceAddresses());
      }
    }
  }

  /** A master without its addresses would win every election and serve nobody. */
  void addressesFailed(long promotion, String reason, long nowNanos, List<VrrpAction> actions) {
    if (!router.promotion.takeOutcome(promotion)) {
      return;
    }
    if (router.handingOver) {
      router.endHandOver("stopped; " + reason, actions);
      return;
    }
    router.troubles.backingOff = true;
    router.failUntil(nowNanos + backOff.next(), TransitionReason.INSTALL_FAILED, reason, actions);
  }

  /**
   * A MASTER that was silent for its own master-down interval has been replaced by whoever listens
   * with a lower priority, so its addresses are somebody else's: they go before anything is heard
   * or sent. Nothing is resigned from; that would make the new master's backups act.
   */
  void resumed(long nowNanos, List<VrrpAction> actions) {
    long silentNanos = nowNanos - router.advertisedNanos;
    long limitNanos =
        VrrpTimers.masterDownNanos(router.version, router.priority, router.intervalNanos);
    if (!router.handingOver && silentNanos > limitNanos) {
      router.giveUp(Sentences.stalled(silentNanos, limitNanos), nowNanos, actions);
    }
  }

  void groupDemotes(String reason, long nowNanos, List<VrrpAction> actions) {
    if (!router.handingOver) {
      router.resign(actions);
      router.join(TransitionReason.SYNC_GROUP, reason, nowNanos, actions);
    }
  }

  /** Without a link nobody would hear a resignation. */
  void linkDown(String reason, List<VrrpAction> actions) {
    if (router.handingOver) {
      router.endHandOver("stopped; " + reason, actions);
    } else {
      router.failSilently(TransitionReason.LINK_DOWN, reason, actions);
    }
  }

  /** Resigns now, and lets go of the addresses when a successor is heard. */
  void handOver(long nowNanos, List<VrrpAction> actions) {
    router.handingOver = true;
    actions.add(new VrrpAction.SendAdvertisement(VirtualRouterConfig.RESIGN_PRIORITY));
    router.timer.arm(TimerKind.HAND_OVER, nowNanos + handOverNanos, actions);
  }

  boolean handsOver() {
    return handOverNanos > 0;
  }

  private void successorHeard(AdvertisementReceived advertisement, List<VrrpAction> actions) {
    if (advertisement.priority() != VirtualRouterConfig.RESIGN_PRIORITY) {
      router.endHandOver(
          "stopped; " + advertisement.sender().getHostAddress() + " took over", actions);
    }
  }

  void noSuccessorHeard(List<VrrpAction> actions) {
    router.endHandOver(
        "stopped; no other router took over within " + Sentences.seconds(handOverNanos), actions);
  }

  @Override
  public String toString() {
    return "replied=" + replies + " reannounced=" + reannouncements;
  }
}
