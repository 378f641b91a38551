package io.mainstay.vip;

import java.util.List;

/** Sums up what the movers of an address know of it. Pure. */
final class VipSnapshots {
  private VipSnapshots() {}

  static VipSnapshot of(VipIntent intent, List<VirtualAddress> addresses, List<AddressSlot> slots) {
    return new VipSnapshot(intent, addresses.stream().map(address -> of(address, slots)).toList());
  }

  /** Held when all hold it; otherwise what the mover says that does not. */
  private static VipSnapshot.Address of(VirtualAddress address, List<AddressSlot> slots) {
    AddressSlot telling = null;
    for (AddressSlot slot : slots) {
      boolean mine = slot.address.equals(address);
      if (mine && (telling == null || telling.state.presence() == VipPresence.HELD)) {
        telling = slot;
      }
    }
    if (telling == null) {
      throw new IllegalArgumentException("no mover for " + address);
    }
    AddressState state = telling.state;
    String problem = state.problem();
    boolean named = problem != null && !telling.by.name().isEmpty();
    return new VipSnapshot.Address(
        address,
        state.presence(),
        state.underWay(),
        state.failures(),
        named ? telling.by.name() + ": " + problem : problem);
  }
}
