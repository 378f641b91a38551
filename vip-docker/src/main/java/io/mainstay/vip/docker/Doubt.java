package io.mainstay.vip.docker;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the Engine may still carry out a connect that it never answered. Until that is over
 * nobody may say that the address is not here. For one thread.
 */
final class Doubt {

  private final long nanos;
  private final LongSupplier nanoClock;
  private boolean begun;
  private long endNanos;

  /**
   * @param time how late the Engine may be
   */
  Doubt(Duration time, LongSupplier nanoClock) {
    this.nanos = time.toNanos();
    this.nanoClock = nanoClock;
  }

  void begin() {
    begun = true;
    endNanos = nanoClock.getAsLong() + nanos;
  }

  /** What it did has been seen. */
  void end() {
    begun = false;
  }

  boolean lasts() {
    begun = begun && endNanos - nanoClock.getAsLong() > 0;
    return begun;
  }
}
