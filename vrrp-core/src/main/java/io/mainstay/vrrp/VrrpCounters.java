package io.mainstay.vrrp;

import io.mainstay.vrrp.packet.RejectReason;
import java.util.Map;

/**
 * What a virtual router counted since it was added.
 *
 * @param advertisementsSent all that the kernel took, resignations included
 * @param advertisementsReceived the valid ones, resignations included
 * @param resignationsSent with priority 0
 * @param resignationsReceived with priority 0
 * @param promotions how often it became MASTER
 * @param sendFailures advertisements that the kernel did not take
 * @param announcements gratuitous ARPs and unsolicited Neighbor Advertisements sent
 * @param announcementFailures those that the kernel did not take
 * @param pseudoHeaderChecksums received with a checksum over a pseudo-header
 * @param messageOnlyChecksums received with a checksum over the message alone
 * @param intervalsDiffering accepted although the interval is not the configured one
 * @param addressesDiffering accepted although the addresses are not the configured ones
 * @param otherGroupAdvertisements with this VRID, but for other addresses only; those that were
 *     also discarded for another reason are counted there as well
 * @param rejected discarded datagrams for this router, by reason; reasons without any are absent
 */
public record VrrpCounters(
    long advertisementsSent,
    long advertisementsReceived,
    long resignationsSent,
    long resignationsReceived,
    long promotions,
    long sendFailures,
    long announcements,
    long announcementFailures,
    long pseudoHeaderChecksums,
    long messageOnlyChecksums,
    long intervalsDiffering,
    long addressesDiffering,
    long otherGroupAdvertisements,
    Map<RejectReason, Long> rejected) {

  public VrrpCounters {
    rejected = Map.copyOf(rejected);
  }
}
