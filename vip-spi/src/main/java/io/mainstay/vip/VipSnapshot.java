package io.mainstay.vip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reconciler at one moment.
 *
 * @param intent what is wanted
 * @param addresses what is known of each address, in configuration order
 */
public record VipSnapshot(VipIntent intent, List<Address> addresses) {

  /**
   * One address.
   *
   * @param address the address
   * @param presence whether it is here
   * @param underWay the operation that has not ended yet, or null
   * @param failures operations that failed since the last that succeeded
   * @param problem what the latest failure said, or null when the latest operation succeeded
   */
  public record Address(
      VirtualAddress address,
      VipPresence presence,
      @Nullable VipOperation underWay,
      int failures,
      @Nullable String problem) {}

  public VipSnapshot {
    addresses = List.copyOf(addresses);
  }

  /** Whether every address is here. */
  public boolean allHeld() {
    return addresses.stream().allMatch(each -> each.presence == VipPresence.HELD);
  }
}
