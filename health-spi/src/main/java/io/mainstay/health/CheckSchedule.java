package io.mainstay.health;

import java.nio.charset.StandardCharsets;

/**
 * When probes start. Pure arithmetic on a monotonic clock that may wrap.
 *
 * <p>Every target has its own phase: the first probe starts at an offset that a hash of its name
 * picks, and the following ones at whole intervals after that. Many targets with one interval so
 * stay spread over it, also after a probe overran its interval or the process stood still.
 */
final class CheckSchedule {

  private CheckSchedule() {}

  /** When the first probe of a target starts: within {@code spreadNanos} from now. */
  static long firstStart(String name, long spreadNanos, long nowNanos) {
    return nowNanos + Math.floorMod(hash(name), spreadNanos);
  }

  /** The first start that is at least one interval after the last and not in the past. */
  static long nextStart(long lastStartNanos, long intervalNanos, long nowNanos) {
    long elapsed = Math.max(0, nowNanos - lastStartNanos);
    long intervals = Math.max(1, (elapsed + intervalNanos - 1) / intervalNanos);
    return lastStartNanos + intervals * intervalNanos;
  }

  /** Whether a start is so late that it belongs to a later slot. */
  static boolean missed(long startNanos, long intervalNanos, long nowNanos) {
    return nowNanos - startNanos >= intervalNanos;
  }

  /** FNV-1a with a final mix: names that differ in one digit must land far apart. */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
