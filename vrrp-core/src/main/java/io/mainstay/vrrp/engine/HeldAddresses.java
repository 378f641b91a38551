package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.spi.AddressInstaller;
import io.mainstay.vrrp.state.VrrpEvent;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;

/** Has one router's addresses installed, renewed, announced and removed. */
final class HeldAddresses {
  private static final long RENEW_NANOS = 200_000_000L;

  private final AgentContext context;
  private final VirtualRouterConfig config;
  private final AddressInstaller installer;
  private final RouterCounters counters;
  private final RouterLog log;
  private final List<InetAddress> moved;
  private final AnnouncementSchedule announcements;
  private long renewNanos;

  HeldAddresses(
      AgentContext context,
      VirtualRouterConfig config,
      AddressInstaller installer,
      RouterCounters counters,
      RouterLog log) {
    this.context = context;
    this.config = config;
    this.installer = installer;
    this.counters = counters;
    this.log = log;
    moved = config.allAddresses();
    announcements = new AnnouncementSchedule(config.announcements());
  }

  /**
   * Begins to install them.
   *
   * @param outcome is told later, on the agent's thread
   */
  void install(long promotion, Consumer<VrrpEvent> outcome) {
    counters.promotions.increment();
    renewNanos = context.nowNanos() + RENEW_NANOS;
    AddressInstaller.Outcome answer =
        new AddressInstaller.Outcome() {
          @Override
          public void installed() {
            context.post(() -> outcome.accept(new VrrpEvent.AddressesInstalled(promotion)));
          }

          @Override
          public void failed(String reason) {
            context.post(() -> outcome.accept(new VrrpEvent.AddressesFailed(promotion, reason)));
          }
        };
    try {
      installer.install(config, answer);
    } catch (RuntimeException e) {
      log.callbackFailed("installing the addresses", e);
      answer.failed("the installer failed: " + e);
    }
  }

  void remove() {
    announcements.cancel();
    try {
      installer.remove(config);
    } catch (RuntimeException e) {
      log.callbackFailed("removing the addresses", e);
    }
  }

  void startAnnouncing() {
    announcements.start(context.nowNanos());
  }

  void announceAgain() {
    announcements.again(context.nowNanos());
  }

  /** While the addresses are handed over, neighbours must believe the successor. */
  void stopAnnouncing() {
    announcements.cancel();
  }

  /** Announces and renews what is due, while the router is MASTER. */
  int onTime(long nowNanos) {
    int work = 0;
    if (announcements.takeRound(nowNanos)) {
      announce();
      work++;
    }
    if (renewNanos - nowNanos <= 0) {
      renewNanos = nowNanos + RENEW_NANOS;
      renew();
      work++;
    }
    return work;
  }

  /** The earliest time at which {@link #onTime} has something to do, at most {@code latest}. */
  long nextDeadlineNanos(long latest) {
    return announcements.nextNanos(renewNanos - latest < 0 ? renewNanos : latest);
  }

  private void renew() {
    try {
      installer.renew(config);
    } catch (RuntimeException e) {
      log.renewFailed(e, context.nowNanos());
    }
  }

  private void announce() {
    if (!installer.reachedByNeighbors()) {
      announcements.cancel();
      return;
    }
    for (int i = 0; i < moved.size(); i++) {
      if (context.announcer().announce(config.interfaceName(), moved.get(i))) {
        counters.announcements.increment();
      } else {
        counters.announcementFailures.increment();
      }
    }
  }
}
