package io.mainstay.vrrp.state;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.state.VrrpAction.Warn;
import io.mainstay.vrrp.state.VrrpAction.Warning;
import io.mainstay.vrrp.state.VrrpEvent.AdvertisementReceived;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Warns of a router with the same priority; owners are warned of each other elsewhere. */
final class EqualPriorities {
  private final VirtualRouterConfig config;

  /** A pair may be equal for years, and its warning is made once. */
  private @Nullable AdvertisementReceived last;

  private @Nullable Warn lastWarning;

  EqualPriorities(VirtualRouterConfig config) {
    this.config = config;
  }

  void check(AdvertisementReceived advertisement, int ownPriority, List<VrrpAction> actions) {
    if (advertisement.priority() != ownPriority || config.isOwner()) {
      return;
    }
    Warn warning = lastWarning;
    if (warning == null || !advertisement.equals(last)) {
      warning =
          new Warn(
              Warning.EQUAL_PRIORITY,
              Sentences.equalPriority(advertisement.sender(), ownPriority),
              VrrpTimers.masterDownNanos(
                  config.version(), ownPriority, advertisement.intervalNanos()));
      last = advertisement;
      lastWarning = warning;
    }
    actions.add(warning);
  }
}
