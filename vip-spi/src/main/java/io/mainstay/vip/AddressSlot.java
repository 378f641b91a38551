package io.mainstay.vip;

import org.jspecify.annotations.Nullable;

/** One address in the hands of one mover, and its state; only the scheduler's thread touches it. */
final class AddressSlot {
  final VirtualAddress address;
  final NamedMover by;

  /** The same address with the mover before this one, whose turn comes first. */
  final @Nullable AddressSlot before;

  AddressState state = AddressState.INITIAL;

  /** What the operation before left: while one is under way, nothing is known. */
  VipPresence settled = AddressState.INITIAL.presence();

  long operationNumber;
  long startedNanos;
  boolean inspecting;
  long lookedNanos;

  /** Inspections in a row without an answer. */
  int unknown;

  AddressSlot(VirtualAddress address, NamedMover by, @Nullable AddressSlot before) {
    this.address = address;
    this.by = by;
    this.before = before;
  }

  /** Whether the movers before this one hold the address, so that this one may acquire it. */
  boolean mayAcquire() {
    return before == null || (before.state.presence() == VipPresence.HELD && before.mayAcquire());
  }

  /** Whether an acquire has been without an answer for so long. */
  boolean unanswered(long nowNanos, long limitNanos) {
    return state.underWay() == VipOperation.ACQUIRE && nowNanos - startedNanos >= limitNanos;
  }

  /** Begins a sentence about it. */
  String place() {
    return by.name().isEmpty() ? address.toString() : address + " by " + by.name();
  }

  VipEvent event(VipEvent.Kind kind, String detail) {
    return new VipEvent(address, by.name(), kind, detail);
  }
}
