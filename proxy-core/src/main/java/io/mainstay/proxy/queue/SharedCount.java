package io.mainstay.proxy.queue;

import java.util.concurrent.atomic.AtomicInteger;

/** A count that every event loop writes, alone on its cache lines. */
public final class SharedCount extends AtomicInteger {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("unused")
  private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;
}
