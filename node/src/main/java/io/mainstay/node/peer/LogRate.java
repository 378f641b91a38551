package io.mainstay.node.peer;

import java.util.HashMap;
import java.util.Map;

/** Lets each line through once in a while, so that nobody remote can fill a log. Pure. */
final class LogRate {
  static final long PAUSE_NANOS = 60_000_000_000L;
  private static final int MAX_LINES = 64;

  private final Map<String, Long> lastNanos = new HashMap<>();

  boolean allows(String line, long nowNanos) {
    Long last = lastNanos.get(line);
    if (last != null && nowNanos - last < PAUSE_NANOS) {
      return false;
    }
    lastNanos.values().removeIf(at -> nowNanos - at >= PAUSE_NANOS);
    if (lastNanos.size() >= MAX_LINES) {
      return false;
    }
    lastNanos.put(line, nowNanos);
    return true;
  }
}
