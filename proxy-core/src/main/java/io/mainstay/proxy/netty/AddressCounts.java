package io.mainstay.proxy.netty;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many connections each client address has, across all event loops. */
final class AddressCounts {
  private final ConcurrentMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();
  private final int most;

  /** Counts up to {@code most} for one address; nothing is counted when that is 0. */
  AddressCounts(int most) {
    this.most = most;
  }

  /** Counts one more connection; false when it is one too many. */
  boolean opened(InetAddress address) {
    return most == 0 || counts.merge(address, 1, Integer::sum) <= most;
  }

  void closed(InetAddress address) {
    if (most > 0) {
      counts.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
  }
}
