package io.mainstay.node.lab;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting with an end. */
final class Patience {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Patience() {}

  /** Waits until the condition holds; false when the limit passed first. */
  static boolean until(BooleanSupplier condition, Duration limit) {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      long leftNanos = deadlineNanos - System.nanoTime();
      if (leftNanos <= 0) {
        return false;
      }
      LockSupport.parkNanos(Math.min(leftNanos, LOOK_NANOS));
      if (Thread.interrupted()) {
        throw new LabException("interrupted");
      }
    }
    return true;
  }

  /** Lets time pass. */
  static void pass(Duration duration) {
    until(() -> false, duration);
  }
}
