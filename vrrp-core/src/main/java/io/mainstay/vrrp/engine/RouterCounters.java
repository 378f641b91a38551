package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.VrrpCounters;

/** What {@link VrrpCounters} shows, while it is being counted. */
final class RouterCounters {
  final SingleWriterCounter sent = new SingleWriterCounter();
  final SingleWriterCounter received = new SingleWriterCounter();
  final SingleWriterCounter resignationsSent = new SingleWriterCounter();
  final SingleWriterCounter resignationsReceived = new SingleWriterCounter();
  final SingleWriterCounter promotions = new SingleWriterCounter();
  final SingleWriterCounter sendFailures = new SingleWriterCounter();
  final SingleWriterCounter announcements = new SingleWriterCounter();
  final SingleWriterCounter announcementFailures = new SingleWriterCounter();
  final SingleWriterCounter pseudoHeaderChecksums = new SingleWriterCounter();
  final SingleWriterCounter messageOnlyChecksums = new SingleWriterCounter();
  final SingleWriterCounter intervalsDiffering = new SingleWriterCounter();
  final SingleWriterCounter addressesDiffering = new SingleWriterCounter();
  final SingleWriterCounter otherGroupAdvertisements = new SingleWriterCounter();
  final RejectCounters rejected = new RejectCounters();

  VrrpCounters snapshot() {
    return new VrrpCounters(
        sent.get(),
        received.get(),
        resignationsSent.get(),
        resignationsReceived.get(),
        promotions.get(),
        sendFailures.get(),
        announcements.get(),
        announcementFailures.get(),
        pseudoHeaderChecksums.get(),
        messageOnlyChecksums.get(),
        intervalsDiffering.get(),
        addressesDiffering.get(),
        otherGroupAdvertisements.get(),
        rejected.snapshot());
  }
}
