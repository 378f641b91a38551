package io.mainstay.vip.linux;

import io.mainstay.vip.VirtualAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How often somebody else took a held address away lately. To put it back now and then is right; to
 * fight with whoever administers the interface makes the address come and go for ever, and another
 * node serves it better. Times are parameters; not thread-safe.
 */
final class Removals {
  /** Put back so often within {@link #WITHIN_NANOS}; the next time is one too many. */
  static final int MAX_PUT_BACK = 3;

  static final long WITHIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Set<VirtualAddress> held = new HashSet<>();
  private final Map<VirtualAddress, Deque<Long>> putBack = new HashMap<>();

  /**
   * The address was not there and is now.
   *
   * @return whether it had to be put back too often
   */
  boolean tooMany(VirtualAddress address, long nowNanos) {
    if (held.add(address)) {
      return false;
    }
    Deque<Long> times = putBack.computeIfAbsent(address, any -> new ArrayDeque<>());
    while (!times.isEmpty() && nowNanos - times.peek() > WITHIN_NANOS) {
      times.remove();
    }
    times.add(nowNanos);
    return times.size() > MAX_PUT_BACK;
  }

  /** The address is not wanted any more. */
  void released(VirtualAddress address) {
    held.remove(address);
    putBack.remove(address);
  }
}
