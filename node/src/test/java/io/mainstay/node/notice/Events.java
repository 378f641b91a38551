package io.mainstay.node.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Events for tests, and waiting for what they bring about. */
final class Events {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Events() {}

  static NodeEvent vrrp(String to, int priority) {
    return new NodeEvent(
        Instant.EPOCH, "a", EventKind.VRRP, "vip", "X", to, "why", OptionalInt.of(priority));
  }

  static NodeEvent server(String reason) {
    return new NodeEvent(
        Instant.EPOCH,
        "a",
        EventKind.SERVER,
        "app/web1",
        "UP",
        "DOWN",
        reason,
        OptionalInt.empty());
  }

  static NoticeCounts only(EventListener listener) {
    List<NoticeCounts> counts = listener.counts();
    assertThat(counts).hasSize(1);
    return counts.get(0);
  }

  static void await(BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(deadlineNanos - System.nanoTime()).as("still waiting").isPositive();
      LockSupport.parkNanos(2_000_000);
    }
  }
}
