package io.mainstay.proxy.stats;

import io.mainstay.proxy.session.TerminationState;
import java.util.concurrent.atomic.AtomicLongArray;

/** How sessions ended, with one writing thread; any thread may read. */
public final class Terminations {
  private final AtomicLongArray counts = new AtomicLongArray(TerminationState.COUNT);

  /** Counts one; the writing thread only. */
  public void increment(TerminationState state) {
    int index = state.index();
    counts.setOpaque(index, counts.getPlain(index) + 1);
  }

  /** The count; any thread. */
  public long get(TerminationState state) {
    return counts.getOpaque(state.index());
  }
}
