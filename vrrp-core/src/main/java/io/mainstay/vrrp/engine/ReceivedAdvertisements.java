package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.AddressFamily;
import io.mainstay.vrrp.ChecksumMode;
import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpVersion;
import io.mainstay.vrrp.packet.AdvertisementDecoder;
import io.mainstay.vrrp.packet.RejectReason;
import io.mainstay.vrrp.state.VrrpEvent;
import io.mainstay.vrrp.state.VrrpEvent.AdvertisementReceived;
import io.mainstay.vrrp.state.VrrpEvent.StrangerHeard;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Counts what arrives for one router, says what is odd about it, and makes events of it. Who
 * advertises says the same again and again, so its event is made once.
 */
final class ReceivedAdvertisements {
  private final VirtualRouterConfig config;
  private final RouterCounters counters;
  private final RouterLog log;

  private @Nullable AdvertisementReceived last;
  private byte[] peer = {};
  private @Nullable StrangerHeard stranger;
  private byte[] strangersAddress = {};
  private byte[] strangersMessage = {};
  private boolean checksumNoticed;

  ReceivedAdvertisements(VirtualRouterConfig config, RouterCounters counters, RouterLog log) {
    this.config = config;
    this.counters = counters;
    this.log = log;
  }

  VrrpEvent accepted(AdvertisementDecoder advertisement, long nowNanos) {
    if (advertisement.isOfAnotherGroup()) {
      return strangerHeard(advertisement);
    }
    counters.received.increment();
    if (advertisement.checksumMode() == ChecksumMode.PSEUDO_HEADER) {
      counters.pseudoHeaderChecksums.increment();
    } else {
      counters.messageOnlyChecksums.increment();
    }
    if (advertisement.priority() == VirtualRouterConfig.RESIGN_PRIORITY) {
      counters.resignationsReceived.increment();
    }
    noticeChecksum(advertisement);
    if (advertisement.intervalDiffers()) {
      counters.intervalsDiffering.increment();
      log.intervalDiffers(advertisement, config, nowNanos);
    }
    if (advertisement.addressesDiffer()) {
      counters.addressesDiffering.increment();
      log.addressesDiffer(advertisement, nowNanos);
    }
    return received(advertisement);
  }

  /** Null when there is nothing to it but that it was refused. */
  @Nullable VrrpEvent rejected(RejectReason reason, AdvertisementDecoder datagram, long nowNanos) {
    counters.rejected.increment(reason);
    if (datagram.isOfAnotherGroup()) {
      // That it is no peer explains what is wrong with it better than the reason does.
      return strangerHeard(datagram);
    }
    log.rejected(reason, datagram, nowNanos);
    return null;
  }

  /** Both kinds are heard, but the peer may drop the kind that is sent here. */
  private void noticeChecksum(AdvertisementDecoder advertisement) {
    boolean ambiguous = config.version() == VrrpVersion.V3 && config.family() == AddressFamily.IPV4;
    if (ambiguous && !checksumNoticed && advertisement.checksumMode() != config.checksumMode()) {
      checksumNoticed = true;
      log.checksumDiffers(advertisement, config.checksumMode());
    }
  }

  private AdvertisementReceived received(AdvertisementDecoder advertisement) {
    AdvertisementReceived event = last;
    if (event == null
        || event.priority() != advertisement.priority()
        || event.intervalNanos() != advertisement.intervalNanos()
        || !advertisement.isFrom(peer)) {
      InetAddress sender = advertisement.source();
      event =
          new AdvertisementReceived(
              advertisement.priority(), advertisement.intervalNanos(), sender);
      peer = sender.getAddress();
      last = event;
    }
    return event;
  }

  private StrangerHeard strangerHeard(AdvertisementDecoder datagram) {
    counters.otherGroupAdvertisements.increment();
    StrangerHeard event = stranger;
    if (event == null
        || !datagram.isFrom(strangersAddress)
        || !datagram.isMessage(strangersMessage)) {
      InetAddress sender = datagram.source();
      event =
          new StrangerHeard(
              sender,
              datagram.priority(),
              datagram.intervalNanos(),
              datagram.advertisement().addresses());
      strangersAddress = sender.getAddress();
      strangersMessage = datagram.message();
      stranger = event;
    }
    return event;
  }
}
