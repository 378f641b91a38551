package io.mainstay.vrrp;

import io.mainstay.vrrp.state.VrrpState;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A virtual router at one moment; immutable.
 *
 * @param since when it entered its state
 * @param reason the sentence that says why it did
 * @param effectivePriority the priority it advertises or would advertise
 * @param priorityReason why that is so
 * @param masterAddress the current master, this router's own address when it is MASTER; empty when
 *     it knows none
 * @param masterPriority what the current master advertises, 0 when none is known or it resigned
 * @param addressesInstalled whether the installer reported the addresses in place
 * @param warnings what an operator should mend, each a sentence with the cure; a warning is there
 *     for as long as its cause is heard
 * @param lastTransition empty until it was started
 */
public record VrrpSnapshot(
    VirtualRouterConfig router,
    VrrpState state,
    Instant since,
    String reason,
    int effectivePriority,
    String priorityReason,
    Optional<InetAddress> masterAddress,
    int masterPriority,
    boolean addressesInstalled,
    List<String> warnings,
    VrrpCounters counters,
    Optional<VrrpTransition> lastTransition) {

  public VrrpSnapshot {
    warnings = List.copyOf(warnings);
  }
}
