package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.VirtualRouterConfig;
import io.mainstay.vrrp.VrrpCounters;
import io.mainstay.vrrp.VrrpSnapshot;
import io.mainstay.vrrp.VrrpTransition;
import io.mainstay.vrrp.state.VrrpState;
import io.mainstay.vrrp.state.VrrpStateMachine;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a snapshot that changes seldom; made anew only when it did. */
record RouterStatus(
    VrrpState state,
    Instant since,
    String reason,
    int priority,
    String priorityReason,
    @Nullable InetAddress masterAddress,
    int masterPriority,
    boolean addressesInstalled,
    List<String> warnings,
    @Nullable VrrpTransition lastTransition) {

  static RouterStatus initial(VirtualRouterConfig config, Instant now) {
    return new RouterStatus(
        VrrpState.INIT,
        now,
        "not started",
        config.priority(),
        "configured",
        null,
        0,
        false,
        List.of(),
        null);
  }

  /** This status when the machine still agrees with it, else a new one. */
  RouterStatus updated(
      VrrpStateMachine machine,
      String priorityReason,
      @Nullable InetAddress localAddress,
      List<String> warnings,
      @Nullable VrrpTransition transition) {
    boolean master = machine.state() == VrrpState.MASTER;
    InetAddress masterAddress = master ? localAddress : machine.masterAddress();
    int masterPriority = master ? machine.priority() : machine.masterPriority();
    if (transition == null
        && machine.priority() == priority
        && masterPriority == this.masterPriority
        && machine.addressesInstalled() == addressesInstalled
        && warnings.equals(this.warnings)
        && priorityReason.equals(this.priorityReason)
        && Objects.equals(masterAddress, this.masterAddress)) {
      return this;
    }
    return new RouterStatus(
        machine.state(),
        transition == null ? since : transition.at(),
        transition == null ? reason : transition.detail(),
        machine.priority(),
        priorityReason,
        masterAddress,
        masterPriority,
        machine.addressesInstalled(),
        warnings,
        transition == null ? lastTransition : transition);
  }

  VrrpSnapshot snapshot(VirtualRouterConfig config, VrrpCounters counters) {
    return new VrrpSnapshot(
        config,
        state,
        since,
        reason,
        priority,
        priorityReason,
        Optional.ofNullable(masterAddress),
        masterPriority,
        addressesInstalled,
        warnings,
        counters,
        Optional.ofNullable(lastTransition));
  }
}
