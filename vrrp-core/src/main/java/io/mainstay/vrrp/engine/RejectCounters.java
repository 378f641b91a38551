package io.mainstay.vrrp.engine;

import io.mainstay.vrrp.packet.RejectReason;
import java.util.EnumMap;
import java.util.Map;

/** How many datagrams were discarded for which reason; its memory does not grow with senders. */
final class RejectCounters {
  private final Map<RejectReason, SingleWriterCounter> counters = new EnumMap<>(RejectReason.class);

  RejectCounters() {
    for (RejectReason reason : RejectReason.values()) {
      counters.put(reason, new SingleWriterCounter());
    }
  }

  void increment(RejectReason reason) {
    SingleWriterCounter counter = counters.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  /** Reasons that never occurred are absent. */
  Map<RejectReason, Long> snapshot() {
    Map<RejectReason, Long> counts = new EnumMap<>(RejectReason.class);
    counters.forEach(
        (reason, counter) -> {
          if (counter.get() != 0) {
            counts.put(reason, counter.get());
          }
        });
    return counts;
  }
}
