package io.mainstay.vrrp.engine;

import java.util.concurrent.atomic.AtomicLong;

/** A counter that one thread increments, without an atomic addition, and any thread reads. */
final class SingleWriterCounter {
  private final AtomicLong value = new AtomicLong();

  void increment() {
    value.setOpaque(value.getPlain() + 1);
  }

  long get() {
    return value.getOpaque();
  }
}
